/* SPDX-License-Identifier: MIT */
/*
 * The results for other platforms: for each student, or each of his labs, the file that the
 * platform's own grader would have written. Made of the results, as the gradebook is.
 *
 *	RESULTS/STUDENT/gradescope.json           gradescope.c
 *	RESULTS/STUDENT/LAB/prairielearn.json     prairielearn.c
 *	RESULTS/STUDENT/autolab.json              autolab.c
 *	RESULTS/STUDENT/github-output.txt, github-env.txt, github-log.txt      github.c
 *
 * and for the class what a gradebook imports:
 *
 *	RESULTS/platform/moodle-grades.csv, moodle-worksheet-lab03.csv,
 *		moodle-feedback.zip               moodle.c
 *	RESULTS/platform/canvas-grades.csv        canvas.c
 */
#ifndef PAGELAB_GRADE_FORMAT_H
#define PAGELAB_GRADE_FORMAT_H

#include "book.h"

enum {
	FORMAT_GRADESCOPE = 1,
	FORMAT_PRAIRIELEARN = 2,
	FORMAT_GITHUB = 4,
	FORMAT_AUTOLAB = 8,
	FORMAT_MOODLE = 16,
	FORMAT_CANVAS = 32,
};

/* 0 if there is none of this name. */
unsigned format_of(const char *name);

/* Writes the files of these formats for all who sent something, and takes away those of
 * others and those that no longer hold. 0 or -errno. */
int format_write(const struct book *book, const char *results, unsigned formats);

/* Whether a lab with points has no worksheet for Moodle, as nobody's number there is known. */
bool format_lacks_worksheet(const struct book *book);

#endif
