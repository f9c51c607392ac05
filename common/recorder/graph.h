/* SPDX-License-Identifier: MIT */
/*
 * graph: has the kernel's tracer function_graph say by which functions it goes through the page
 * faults of a program. For labrun; nothing of it is set up before it is asked for.
 *
 *	graph_start(NULL, &graph);		before the program is started, by this process
 *	... at each checkpoint, all of it frozen, and at its end:
 *	graph_read(graph, &text);  paths_read(…, text, …);  fclose(text);
 *	graph_go_on(graph);
 *	graph_stop(graph);
 *
 * It is the top instance of tracefs that traces (on Linux 6.1 no other has the tracer), so it goes beside
 * a recorder (probes.h), of whose probes it uses one: for the address of the fault. Only what this
 * process starts is traced, and only a list of functions: all of them would take seconds to switch
 * on, and no two faults were alike. A traced fault takes 30 to 50 us, not 5.
 *
 * Source: Documentation/trace/ftrace.rst.
 */
#ifndef PAGELAB_RECORDER_GRAPH_H
#define PAGELAB_RECORDER_GRAPH_H

#include <stdio.h>

#include "functions.h"

struct graph;

/*
 * Traces the functions that a page fault may come to, as many as this kernel has, and `function` (may be
 * NULL). 0, or -ENOENT: that one cannot be traced, and `near` says which can; -ENODATA: this kernel
 * has no such tracer, or no probe of faults; -EPERM; -ENOMEM; others of the kernel.
 */
int graph_start(
	const char *function, struct graph **ret, struct functions_near *ret_near);
/* Switches all of it off. NULL is allowed. */
void graph_stop(struct graph *graph);

/* Stops, and gives what was traced since the last time, to be closed. 0, -errno. */
int graph_read(struct graph *graph, FILE **ret);
/* Empties the rings, and goes on. 0, -errno. */
int graph_go_on(struct graph *graph);

/* How many calls and returns the rings were too full for, up to the last graph_read(). */
unsigned long graph_nr_lost(const struct graph *graph);

#endif
