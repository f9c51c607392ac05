/* SPDX-License-Identifier: MIT */
/*
 * A class as it was taken in: its students, each with the labs that there is a source of, and all
 * that was refused.
 */
#ifndef PAGELAB_GRADE_CLASS_H
#define PAGELAB_GRADE_CLASS_H

#include "names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GRADE_SHA 65 /* SHA-256 in hexadecimal, with its NUL */

struct grade_pair {
	const char *lab; /* one of `folders` of the request */
	char sha256[GRADE_SHA];
	size_t nr_versions; /* different ones that were sent; the last is taken */
	int64_t submitted;  /* as of grade_entry; 0: not told */
	bool is_late;	    /* says the platform */
};

struct grade_student {
	char *name;
	struct grade_pair *pairs; /* in the order of labs */
	size_t nr_pairs;
	struct grade_who who;
	int64_t submitted; /* the last that counts, as of grade_entry; 0: not told */
	bool is_late;	   /* says the platform */
	bool is_untouched; /* the exercises are there as they were handed out, and no other */
	bool is_typed;	   /* there is but a text that was typed into a platform */
	char *clone; /* of git, the entry's name in `submissions`; NULL: it is none */
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

/* Adds a student; *ret is valid until the next is added. 0 or -ENOMEM. */
int grade_class_add(
	struct grade_class *class, const char *name, struct grade_student **ret);
/* Adds to the refusals. 0 or -ENOMEM. */
int grade_refuse(struct grade_class *class, const char *student, const char *path,
	const char *reason);
void grade_class_deinit(struct grade_class *class);
/* Drops all students but the first `nr`, and what was refused of the others. */
void grade_class_keep(struct grade_class *class, size_t nr);

#endif
