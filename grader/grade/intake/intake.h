/* SPDX-License-Identifier: MIT */
/*
 * What a class has sent: from a folder of submissions to one source a student and lab,
 * each kept as RESULTS/STUDENT/LAB/exercise.c, and a list of all that was refused. The
 * layouts that are understood are a table in docs/grading.adoc.
 */
#ifndef PAGELAB_GRADE_INTAKE_H
#define PAGELAB_GRADE_INTAKE_H

#include "class.h"

#include <stdbool.h>

struct grade_intake {
	const char *submissions;    /* a folder */
	const char *results;	    /* a folder that exists */
	const char *const *folders; /* of the labs, NULL after the last */
	const char *only;	    /* one of them: take nothing else */
	const char *root;	    /* a workbook, for its skeletons; NULL: none */
	bool dry;		    /* keep no source */
};

/* 0, or -errno and a sentence in `why` (GRADE_WHY bytes). */
int grade_take_in(const struct grade_intake *intake, struct grade_class *ret, char *why);

#endif
