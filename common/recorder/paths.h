/* SPDX-License-Identifier: MIT */
/*
 * paths: by which of its functions the kernel went through the page faults of a program, made of the
 * text of its tracer function_graph (graph.h).
 *
 *	paths_create(NULL, &paths);
 *	paths_read(paths, text, &step);		for each checkpoint
 *	paths_print(paths, stdout);
 *	paths_free(paths);
 *
 * A path is a tree of calls. Alike are paths of the same functions in the same order. What a fault
 * does for page tables and for the kernel's own data is left out: whether it has to hangs on what is
 * there already.
 *
 * Source: Documentation/trace/ftrace.rst, “function graph tracer”; kernel/trace/trace_functions_graph.c.
 */
#ifndef PAGELAB_RECORDER_PATHS_H
#define PAGELAB_RECORDER_PATHS_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* Memory that the program has named. */
struct paths_region {
	const char *name;
	pid_t pid;
	uint64_t address, length_bytes;
};

/* What the program did from one checkpoint to the next. */
struct paths_step {
	pid_t main_pid;
	const struct paths_region *regions; /* as many as it has named so far */
	size_t nr_regions;
	const char *until; /* the checkpoint; NULL: its end */
};

struct paths;

/* Of faults in regions; or, with `function`, of what comes to that function, wherever.
 * 0 or -ENOMEM. */
int paths_create(const char *function, struct paths **ret);
void paths_free(struct paths *paths);

/*
 * Takes a step of the program: of its main process, and of those made later.
 * Lines that make no sense are passed over: where a ring was full a tree has no end.
 * 0 or -ENOMEM, -errno of read(2).
 */
int paths_read(struct paths *paths, FILE *text, const struct paths_step *step);

/*
 * Without a function: for each region, between each two checkpoints, the path that most faults of a
 * thread took. With one: for each region the paths by which it was come to, but those of less than
 * a tenth; where it was in none, those of other faults, and from outside of faults.
 */
void paths_print(const struct paths *paths, FILE *out);

#endif
