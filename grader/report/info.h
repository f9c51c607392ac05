/* SPDX-License-Identifier: MIT */
/* What a report says about a check besides the verdicts. Strings are borrowed. */
#ifndef PAGELAB_CHECK_INFO_H
#define PAGELAB_CHECK_INFO_H

#include "grader/build/diagnose.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct traffic;

/* What ./grade knows besides. */
struct graded {
	const char *student;
	const char *source_sha256;
	const char
		*key; /* of all that the verdicts depend on (grader/grade/runs/key.h) */
	const char *compile_sandbox;
	const char *snapshot; /* "sealed", or "cache" */
	int attempt;	      /* from 1 */
};

struct check_info {
	uint64_t seed;
	const char *exercise;	    /* the source, as the learner would name it */
	bool exercise_given;	    /* by --exercise */
	const char *source_sha256;  /* of what was compiled; NULL if nothing was */
	bool native;		    /* on this host, by --native */
	bool has_native_part;	    /* the lab has one, labs/NN-topic/native.c */
	const char *next_lab;	    /* "04-hugetlb"; NULL after the last */
	const char *note;	    /* a sentence below the score; NULL: none */
	const char *compiler_words; /* NULL if the exercise compiled */
	const struct crash_place *crash_place; /* NULL if unknown */
	/* The machine; NULL if it was not reached. */
	const char *kernel;
	const char *qemu;
	const char *start; /* "clone", "cold" or "native" */
	const char *commit;
	double slowness;
	time_t started;
	const struct graded *graded;   /* NULL for ./check */
	const struct traffic *traffic; /* accesses of memory; NULL: nobody counted them */
	double build_seconds, machine_seconds, run_seconds;
};

#endif
