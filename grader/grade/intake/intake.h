/* SPDX-License-Identifier: MIT */
/*
 * What a class has sent: from a folder of submissions to one source a student and lab,
 * each kept as RESULTS/STUDENT/LAB/exercise.c, and a list of all that was refused.
 */
#ifndef PAGELAB_GRADE_INTAKE_H
#define PAGELAB_GRADE_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#define GRADE_SHA 65 /* SHA-256 in hexadecimal, with its NUL */

struct grade_pair {
	const char *lab; /* one of `folders` of the request */
	char sha256[GRADE_SHA];
};

struct grade_student {
	char *name;
	struct grade_pair *pairs; /* in the order of labs */
	size_t nr_pairs;
};

struct grade_refusal {
	char *student; /* "" where it is nobody's */
	char *path;    /* the entry's, or in the entry */
	char *reason;
};

struct grade_class {
	struct grade_student *students; /* in the order of names */
	size_t nr_students;
	struct grade_refusal *refusals;
	size_t nr_refusals;
};

struct grade_intake {
	const char *submissions;    /* a folder */
	const char *results;	    /* a folder that exists */
	const char *const *folders; /* of the labs, NULL after the last */
	const char *only;	    /* one of them: take nothing else */
	bool dry;		    /* keep no source */
};

/* 0, or -errno and a sentence in `why` (GRADE_WHY bytes). */
int grade_take_in(const struct grade_intake *intake, struct grade_class *ret, char *why);
void grade_class_deinit(struct grade_class *class);

/* Adds to the refusals. 0 or -ENOMEM. */
int grade_refuse(struct grade_class *class, const char *student, const char *path,
	const char *reason);

#endif
