# SPDX-License-Identifier: MIT
# Makes skeleton.c (solved=0) and its prefixes (tasks 1 to K solved) from a
# solution:
#
#	awk -v solved=K -f mk/skeleton.awk solutions/NN-topic/exercise.c
#
#	// tag::todo-1[] stub: return -ENOSYS;      /* TODO 1: write your code here. */
#	        the solution's lines         =>     return -ENOSYS;
#	// end::todo-1[]                            /* end of TODO 1 */
#
# A stub of several statements stands on the marker's line too; "stub:" with nothing
# after it is an empty stub. Other tags, for the chapters, are dropped. Nothing is
# printed unless the whole file is good; what is wrong is said on stderr, exit 1.

function fail(message) {
	printf "%s:%d: %s\n", FILENAME, FNR, message > "/dev/stderr"
	failed = 1
	exit 1
}

# What stands between the brackets' name and itself: "todo-1" of "// tag::todo-1[] …".
function tag_name(line) {
	sub(/^[ \t]*\/\/ (tag|end)::/, "", line)
	sub(/\[.*/, "", line)
	return line
}

function task_number(name) {
	if (name !~ /^todo-[1-9][0-9]*$/)
		fail("\"" name "\" is no marker of a task: todo-1, todo-2, ...")
	return substr(name, 6) + 0
}

function put(line) {
	out[++nr_out] = line
}

function begin_region(line, indent, task, stub) {
	task = task_number(tag_name(line))
	if (open)
		fail("task " task " begins within task " open)
	if (task in begun)
		fail("task " task " begins twice")
	stub = line
	if (!sub(/^[^\]]*\][ \t]*stub:[ \t]*/, "", stub))
		fail("task " task " has no \"stub:\" on its line")
	sub(/[ \t]+$/, "", stub)
	begun[task] = FNR
	nr_tasks++
	if (task > last_task)
		last_task = task
	open = task
	if (task <= solved) {
		put(indent "/* TODO " task " */")
		return
	}
	put(indent "/* TODO " task ": write your code here. */")
	if (stub != "")
		put(indent stub)
}

function end_region(line, indent, task) {
	task = task_number(tag_name(line))
	if (open != task)
		fail("task " task " ends, but " (open ? "task " open : "none") " is begun")
	put(indent "/* end of TODO " task " */")
	open = 0
}

BEGIN {
	if (solved !~ /^[0-9]+$/) {
		print "skeleton.awk: say how many tasks are solved: -v solved=K" > "/dev/stderr"
		failed = 1
		exit 1
	}
	solved += 0
}

{
	indent = $0
	sub(/[^ \t].*/, "", indent)
}

/^[ \t]*\/\/ tag::todo/ {
	begin_region($0, indent)
	next
}

/^[ \t]*\/\/ end::todo/ {
	end_region($0, indent)
	next
}

/(tag|end)::todo/ {
	fail("a task's marker must be a comment of its own: // tag::todo-1[] stub: ...")
}

/^[ \t]*\/\/ (tag|end)::/ {
	next
}

!open || open <= solved {
	put($0)
}

END {
	if (failed)
		exit 1
	if (open)
		fail("task " open " is never ended")
	if (!nr_tasks)
		fail("there is no task in it")
	if (nr_tasks != last_task)
		fail("the tasks' numbers have a gap: " nr_tasks " tasks, the last is " last_task)
	if (solved > last_task)
		fail("only " last_task " tasks can be solved, not " solved)
	for (i = 1; i <= nr_out; i++)
		print out[i]
}
