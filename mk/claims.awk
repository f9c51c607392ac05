# SPDX-License-Identifier: MIT
# What the claims of a lab prove, from the comments above them in check.c, as lines
#
#	claim TAB end TAB means TAB other ways
#
#   awk -f mk/claims.awk labs/NN-topic/check.c
#
# A claim without the three is an error.

function add(text) {
	sub(/^[ *]+/, "", text)
	part[at] = part[at] == "" ? text : part[at] " " text
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
	if (part[1] == "" || part[2] == "" || part[3] == "") {
		print FILENAME ": " name " does not say what it proves" >"/dev/stderr"
		status = 1
	}
	print name "\t" part[1] "\t" part[2] "\t" part[3]
}
/^}/ { split("", part) }
END { exit status }
