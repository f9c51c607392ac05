/* SPDX-License-Identifier: MIT */
/* The command line of ./grade. */
#ifndef PAGELAB_GRADE_OPTIONS_H
#define PAGELAB_GRADE_OPTIONS_H

#include "grader/grade/sandbox/sandbox.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GRADE_EXIT_DONE, GRADE_EXIT_REFUSED, GRADE_EXIT_USAGE, GRADE_EXIT_BROKEN };

struct grade_options {
	const char *submissions, *out, *lab, *roster, *overrides;
	const char *course, *student;
	const char *replay; /* a result; then there is nothing else */
	size_t jobs;	    /* 0: as many as cores and memory allow */
	unsigned formats;   /* FORMAT_* of grader/grade/book/format.h */
	uint64_t seed;
	bool seed_given;
	bool any_roster, again, record;
	enum sandbox_kind sandbox;
	size_t shard, nr_shards; /* from 1; 1 of 1 is all */
};

/* Ends the program after --help and where something is wrong with the options. */
void grade_options_parse(int argc, char **argv, struct grade_options *ret);

#endif
