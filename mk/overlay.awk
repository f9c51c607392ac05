# SPDX-License-Identifier: MIT
# Makes a whole wrong program from one that says only what is different: each tagged
# region of WRONG takes the place of the solution's region of that name, and its #include
# lines stand before the solution.
#
#	awk -f mk/overlay.awk tests/wrong/NN-topic/WRONG.c solutions/NN-topic/exercise.c
#
# A file without regions is a whole program already, if it has a main(); else it stands
# before the solution. Fails where the solution has no region of that name.

function tag_name(line) {
	sub(/^[ \t]*\/\/ (tag|end)::/, "", line)
	sub(/\[.*/, "", line)
	return line
}

/^[ \t]*\/\/ tag::/ {
	name = tag_name($0)
	if (NR == FNR) {
		inside = name
		region[name] = ""
		nr_regions++
	} else if (name in region) {
		printf "%s", region[name]
		inside = name
		used[name] = 1
	}
	next
}

# A region may have others inside.
/^[ \t]*\/\/ end::/ {
	if (tag_name($0) == inside)
		inside = ""
	next
}

NR == FNR {
	if (/^int main\(/)
		has_main = 1
	whole = whole $0 "\n"
	if (inside != "")
		region[inside] = region[inside] $0 "\n"
	else if (/^#include/)
		includes = includes $0 "\n"
	next
}

has_main {
	exit
}

FNR == 1 {
	printf "%s", nr_regions ? includes : whole
}

inside == "" {
	print
}

END {
	if (has_main)
		printf "%s", whole
	for (name in region)
		if (!has_main && !(name in used)) {
			print ARGV[1] ": there is no region " name " in " ARGV[2] > "/dev/stderr"
			exit 1
		}
}
