/* SPDX-License-Identifier: MIT */
/* The command line of ./check. */
#ifndef PAGELAB_CHECK_OPTIONS_H
#define PAGELAB_CHECK_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { EXIT_PASSED, EXIT_NOT_PASSED, EXIT_USAGE, EXIT_BROKEN };

struct check_options {
	const char *lab;
	const char *exercise;
	uint64_t seed;
	bool seed_given;
	const char *json;
	const char *record; /* the file of --record */
	bool view, live, traffic;
	bool tap, cold, verbose, native, unrecorded, watch;
	bool progress, solution, give_up, predict, begin; /* learn.h */
	int wait_fd; /* of --wait, by which ./check --watch starts itself; -1: none */
	const char *before; /* with it: as of report_style */
	unsigned nr_hints;
};

/* Ends the program after --help and where something is wrong with the options. */
void check_options_parse(int argc, char **argv, struct check_options *ret);

#endif
