# SPDX-License-Identifier: MIT
# What the claims of a lab prove, from the comments above them in check.c, as lines
#
#	claim TAB end TAB means TAB other ways
#
#	awk -f mk/claims.awk labs/NN-topic/check.c
#
# or as tables of the book, one a lab:
#
#	awk -v table=yes -f mk/claims.awk labs/NN-topic/check.c…
#
# A claim without the three is an error. In the book a lab of which no claim has them is left out.

function add(text) {
	sub(/^[ *]+/, "", text)
	part[at] = part[at] == "" ? text : part[at] " " text
}

# Names and calls as code; what else would be markup in a cell, as it is.
function cell(text,    words, nr, i, word, out) {
	gsub(/\|/, "\\|", text)
	nr = split(text, words, " ")
	for (i = 1; i <= nr; i++) {
		word = words[i]
		if (match(word, /[A-Za-z0-9\/.-]*[A-Za-z0-9](_[A-Za-z0-9_]+|\(\)|\[[0-9]*\]\+\+)(\(\))?/))
			word = substr(word, 1, RSTART - 1) "`+" substr(word, RSTART, RLENGTH) \
				"+`" substr(word, RSTART + RLENGTH)
		out = out (i > 1 ? " " : "") word
	}
	gsub(/``\+/, "`+", out)
	gsub(/\+``/, "+`", out)
	return out
}

function tell() {
	if (!table) {
		print name "\t" part[1] "\t" part[2] "\t" part[3]
		return
	}
	if (lab != told) {
		if (told)
			print "|===\n"
		told = lab
		print ".What the claims of lab {lab" lab "} prove\n[cols=\"3,3,4,5\"]\n|===" \
			"\n| claim | end | means | other ways\n"
	}
	gsub(/_/, " ", name)
	print "| " name "\n| " cell(part[1]) "\n| " cell(part[2]) "\n| " cell(part[3]) "\n"
}

FNR == 1 {
	lab = FILENAME
	sub(/^.*labs\//, "", lab)
	lab = substr(lab, 1, 2)
	lacks = 0
}

/^\/\*/ { split("", part); at = 0; inside = 1 }
inside && /^ \* End:/ { at = 1 }
inside && /^ \* Means:/ { at = 2 }
inside && /^ \* Other ways:/ { at = 3 }
inside && at && !/\*\/$/ {
	line = $0
	sub(/^ \* (End|Means|Other ways):/, "", line)
	add(line)
}
/\*\/$/ { inside = 0 }

/^static void [a-z0-9_]+\(void \*\*state\)$/ {
	name = $3
	sub(/\(.*/, "", name)
	if (part[1] != "" && part[2] != "" && part[3] != "")
		tell()
	else if (!table) {
		print FILENAME ": " name " does not say what it proves" >"/dev/stderr"
		status = 1
	}
}
/^}/ { split("", part) }
END {
	if (told)
		print "|==="
	exit status
}
