# SPDX-License-Identifier: MIT
# Applies a change as chapters show it: lines of context, of - and of +, in order; “@@ TEXT”
# goes on to the line that has TEXT, unless it stands there. No line numbers.
#
#	awk -f mk/apply.awk labs/NN-topic/recorded/NAME.diff solutions/NN-topic/exercise.c
#
# Fails where a line is not found.

function copy_to(text, whole, keep) {
	while (at < nr_lines) {
		at++
		if (whole ? line[at] == text : index(line[at], text)) {
			if (keep)
				print line[at]
			return
		}
		print line[at]
	}
	print "not found: " text >"/dev/stderr"
	bad = 1
}

# “@@ NAME()” is the function of that name, whatever its arguments are. Line numbers, as
# diff(1) has them, say nothing here.
function place(text) {
	sub(/^-[0-9,]+ \+[0-9,]+ @@ ?/, "", text)
	sub(/\)$/, "", text)
	return text
}

NR == FNR { change[++nr_changes] = $0; next }
{ line[++nr_lines] = $0 }

END {
	for (i = 1; i <= nr_changes; i++) {
		text = substr(change[i], 2)
		if (change[i] ~ /^@@/) {
			text = place(substr(change[i], 4))
			if (text != "" && !index(line[at], text))
				copy_to(text, 0, 1)
		} else if (change[i] ~ /^\+/)
			print text
		else
			copy_to(text, 1, change[i] ~ /^ /)
	}
	while (at < nr_lines)
		print line[++at]
	exit bad
}
