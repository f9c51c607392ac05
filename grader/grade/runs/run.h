/* SPDX-License-Identifier: MIT */
/* One run: a student's source for one lab, compiled, judged in a clone of its own, and
 * written down. */
#ifndef PAGELAB_GRADE_RUN_H
#define PAGELAB_GRADE_RUN_H

#include "grader/build/build.h"
#include "grader/check/parts.h"
#include "grader/grade/sandbox/sandbox.h"
#include "grader/grade/intake/intake.h"
#include "grader/lab/lab_json.h"
#include "term.h"

#include <stdint.h>

/* What all runs of a lab share. */
struct grade_lab {
	const char *folder;
	struct lab *lab;
	struct build *parts;
	uint64_t seed; /* of the assignment */
	char key[GRADE_SHA];
};

/* What all runs share. */
struct grade_course {
	const char *root, *results;
	const char *kernel;
	const char *commit, *qemu; /* versions, or NULL */
	enum sandbox_kind compile_sandbox;
	bool record;   /* what was seen is kept, too */
	uint64_t seed; /* of assignments that have none of their own */
	const struct term *term;
	const struct snapshot *sealed; /* of the run's profile; NULL: the cache's */
};

struct grade_run {
	const struct grade_course *course;
	const struct grade_lab *lab;
	const char *student;
	const char *source_sha256;
	char key[GRADE_SHA];
	int attempt; /* from 1 */
};

/* Of a run with course->record, as of ./check --record; GRADE_PAGE draws it. */
#define GRADE_RECORD "record.json"
#define GRADE_PAGE "record.html"

/* The path of a file of the run, in RESULTS/STUDENT/LAB. -ENAMETOOLONG. */
int grade_run_path(const struct grade_run *run, const char *name, char *ret, size_t size);

/*
 * Compiles `source`, and judges it in a machine: 0 with c->result settled, or an exit status
 * of ./check, with words on stderr. Once in a process; `c` is torn down by the caller, who
 * has set no more than c->info.graded.
 */
int grade_judge(const struct grade_run *run, const char *source, struct check *c);

/* Of grade_run(): the results have no room for one more. */
#define GRADE_RUN_NO_SPACE 4

/*
 * For a process of its own, which does this and nothing else: the exit status of ./check, or
 * GRADE_RUN_NO_SPACE. result.json is written last. Nothing is written after a signal.
 */
int grade_run(const struct grade_run *run);

#endif
