/* SPDX-License-Identifier: MIT */
/*
 * trace: the paths of the kernel through the page faults of a program on the stage, for ./run --trace.
 *
 *	trace_start(NULL, &trace, &near);	before stage_start()
 *	trace_moment(trace, stage);		at each checkpoint
 *	trace_end(trace, stage, stdout);	when the program has ended
 *	trace_free(trace);
 */
#ifndef PAGELAB_STAGE_TRACE_H
#define PAGELAB_STAGE_TRACE_H

#include <stdio.h>

#include "common/recorder/functions.h"
#include "look.h"

struct trace;

/* Errors as of graph_start(). */
int trace_start(
	const char *function, struct trace **ret, struct functions_near *ret_near);
/* NULL is allowed here and in trace_moment(). */
void trace_free(struct trace *trace);

/* Takes what was traced up to here. 0, -errno. */
int trace_moment(struct trace *trace, const struct stage *stage);
/* The rest; and prints. 0, -errno. */
int trace_end(struct trace *trace, const struct stage *stage, FILE *out);

#endif
