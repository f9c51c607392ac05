/* SPDX-License-Identifier: MIT */
/* The command line of ./run. */
#ifndef PAGELAB_RUN_OPTIONS_H
#define PAGELAB_RUN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXIT_USAGE = 2, EXIT_BROKEN };

#define RUN_MAX_FILES 32 /* brought in, or out */

struct run_options {
	const char *lab, *exercise, *profile;
	char **args; /* the program's own; NULL: the lab's defaults */
	const char *put[RUN_MAX_FILES], *get[RUN_MAX_FILES]; /* paths here, and there */
	size_t nr_put, nr_get;
	uint64_t seed;
	const char *record;   /* the file of --record */
	const char *function; /* of --trace, or NULL */
	const char *plot;     /* the file of --plot */
	const char *counter;  /* what is plotted, or NULL */
	const char *attach;   /* a process of the machine, for gdb's pipe */
	bool step, shell, cold, view, gdb, traffic, trace, live, plain;
};

/* Ends the program after --help and where something is wrong with the options. */
void run_options_parse(int argc, char **argv, struct run_options *ret);

#endif
