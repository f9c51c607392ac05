# SPDX-License-Identifier: MIT
# The names that an exercise gives to checkpoints, samples and regions, as a C source that the
# lab's checker is linked with (common/judge/named.h).
#
#	awk -f mk/names.awk labs/NN-topic/skeleton.c
#
# Where a name is handed to a function that gives it, any string of the source may be one. A
# number within a name is printed into it, and stands as `*`.

function keep(literal,    name) {
	name = literal
	gsub(/"/, "", name)
	gsub(/%[a-z]+/, "*", name)
	if (name !~ /^[a-z*][a-z0-9*-]*( [a-z0-9-]+)*$/ || name in kept)
		return
	kept[name] = 1
	names[++nr] = name
}

{
	for (text = $0; match(text, /lab_(checkpoint|sample|region)\([^,)]*/);
	     text = substr(text, RSTART + RLENGTH)) {
		literal = substr(text, RSTART, RLENGTH)
		sub(/^[^(]*\(/, "", literal)
		if (literal ~ /^"/)
			keep(literal)
		else
			handed = 1
	}
	for (text = $0; match(text, /"[^"]*"/); text = substr(text, RSTART + RLENGTH))
		others[++nr_others] = substr(text, RSTART, RLENGTH)
}

END {
	for (i = 1; handed && i <= nr_others; i++)
		keep(others[i])
	print "/* Made by mk/names.awk. */"
	print "const char *const lab_names[] = {"
	for (i = 1; i <= nr; i++)
		print "\t\"" names[i] "\","
	print "\t(void *)0};"
}
