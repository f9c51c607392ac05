/* SPDX-License-Identifier: MIT */
/* What is to be run: the labs' programs built, keys made, what is done left out. */
#ifndef PAGELAB_GRADE_PLAN_H
#define PAGELAB_GRADE_PLAN_H

#include "run.h"

#include <stdbool.h>

#define PLAN_WHY 2048

struct grade_plan {
	struct grade_lab *labs;
	size_t nr_labs;
	struct grade_run *runs;
	size_t nr_runs;
	size_t nr_done; /* before, by this command or its like */
};

struct plan_request {
	const struct grade_course *course;
	const struct grade_class *class;
	const char *const *folders; /* all labs', NULL after the last */
	size_t shard, nr_shards;
	bool again; /* what is done, too */
	bool (*interrupted)(void);
};

/*
 * Builds what all runs of a lab share, and makes its key. 0, -EINTR, or another -errno and
 * sentences in `why` (PLAN_WHY bytes); *ret, zeroed before, is deinit'ed in any case.
 */
int grade_lab_prepare(const struct grade_course *course, const char *folder,
	bool (*interrupted)(void), struct grade_lab *ret, char *why);
void grade_lab_deinit(struct grade_lab *lab);
/* Where exercises are kernel modules: builds the workbook's own as a student's. Errors as
 * above. */
int grade_lab_try(const struct grade_course *course, const struct grade_lab *lab,
	bool (*interrupted)(void), char *why);

/* 0, -EINTR, or another -errno and sentences in `why` (PLAN_WHY bytes). */
int grade_plan(const struct plan_request *request, struct grade_plan *ret, char *why);
void grade_plan_deinit(struct grade_plan *plan);

/* The key of a student's source for a lab; NULL if there is none. */
bool grade_plan_key(const struct grade_plan *plan, const struct plan_request *request,
	const char *student, const char *lab, char ret[GRADE_SHA]);

/* The assignment's seed: as given, else as kept in the results, else drawn and kept there.
 * 0 or -errno with a sentence. */
int grade_seed(const char *results, const uint64_t *given, uint64_t *ret, char *why);

/* Removes what killed processes have left half written in RESULTS/STUDENT and below. */
void grade_tidy(const struct grade_course *course, const struct grade_student *student);

#endif
