/* SPDX-License-Identifier: MIT */
/*
 * What the results have from earlier weeks: of whoever sent nothing this time, and of other labs.
 * So one folder of results is a term's.
 */
#ifndef PAGELAB_GRADE_KEPT_H
#define PAGELAB_GRADE_KEPT_H

#include "grader/grade/intake/intake.h"

/*
 * All students of the results with those of `folders` (NULL after the last) that they have a result
 * of, but for what `now` has. Their names, and who they are, are RESULTS/STUDENT/student.json's.
 * 0 or -errno.
 */
int kept_read(const char *results, const char *const *folders,
	const struct grade_class *now, struct grade_class *ret);

/* Writes RESULTS/STUDENT/student.json of all of `now` with an exercise, what is kept of them
 * included. 0 or -errno. */
int kept_write(const char *results, const struct grade_class *now,
	const struct grade_class *kept);

#endif
