# SPDX-License-Identifier: MIT
# A table of the book, a row for each lab, from what the labs say of themselves.
#
#	awk -v table=order|objectives|readme -f mk/guide.awk labs/NN-topic/guide.txt…

function tell(    key, i, missing) {
	for (i = 1; i <= nr_keys; i++)
		if (!(keys[i] in said)) {
			print file ": no line “" keys[i] ": …”" >"/dev/stderr"
			missing = failed = 1
		}
	if (missing)
		return
	if (table == "order")
		print "| {lab" number "} | " said["topic"] " | " said["why here"]
	else if (table == "objectives")
		print "\n| {lab" number "} | " said["afterwards"] " | " said["hours"] "\n| " \
			said["they think"] "\n| " said["and see"]
	else
		print "| " number " | " said["topic"] " | " question
}

function question_of(folder,    line, found) {
	while ((getline line <(folder "lab.json")) > 0)
		if (line ~ /^  "question": "/) {
			found = substr(line, index(line, ": \"") + 3)
			sub(/",?$/, "", found)
		}
	close(folder "lab.json")
	return found
}

BEGIN {
	nr_keys = split("topic|why here|afterwards|hours|they think|and see", keys, "|")
	if (table == "order")
		print "[cols=\"1,3,6\"]\n|===\n| lab | topic | why here\n"
	if (table == "objectives")
		print "[cols=\"1,4,2,5,5\"]\n|===\n| lab | afterwards they can | hours | they think | and see"
}

FNR == 1 {
	if (file)
		tell()
	split("", said)
	file = FILENAME
	folder = file
	sub(/[^\/]*$/, "", folder)
	number = folder
	sub(/^.*labs\//, "", number)
	number = substr(number, 1, 2)
	question = question_of(folder)
}

match($0, /^[a-z ]*: /) {
	said[substr($0, 1, RLENGTH - 2)] = substr($0, RLENGTH + 1)
}

END {
	if (file)
		tell()
	if (table != "readme")
		print "|==="
	exit failed
}
