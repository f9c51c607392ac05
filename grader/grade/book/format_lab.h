/* SPDX-License-Identifier: MIT */
/* One student's lab, as the writers of other platforms' formats need it. All texts are clean
 * (text.h) and no longer than the limits here. A part of format.h. */
#ifndef PAGELAB_GRADE_FORMAT_LAB_H
#define PAGELAB_GRADE_FORMAT_LAB_H

#include "book.h"

#include <jansson.h>

#define FORMAT_NAME 200	   /* bytes of a claim as a sentence */
#define FORMAT_TEXT 4096   /* bytes of what is said of one claim */
#define FORMAT_WORDS 32768 /* of a lab's feedback, and of the compiler's words */

/* A claim, or what a teacher decided instead of all claims. */
struct format_test {
	char *name, *text;
	bool passed;
	int points;
	double earned;
};

struct format_lab {
	const char *folder;
	bool is_sent;
	double points; /* -1: none, and that is no zero */
	struct format_test *tests;
	size_t nr_tests;
	char *feedback; /* what ./check would have shown */
	char *compiler; /* its words where the program does not compile, or NULL */
	double seconds;
};

/* 0 or -ENOMEM. */
int format_lab_load(const struct book *book, const char *results, size_t row, size_t lab,
	struct format_lab *ret);
void format_lab_deinit(struct format_lab *lab);

/* Was it sent, and could not be graded, or has not been yet? */
static inline bool format_is_ungraded(const struct format_lab *lab)
{
	return lab->is_sent && lab->points < 0;
}

/* A whole number, or one with a fraction. */
json_t *format_number(double number);

/* What each platform gets; NULL if there is no memory. `refused` is "" or lines. */
json_t *format_gradescope(const struct format_lab *labs, size_t nr, const char *refused);
json_t *format_prairielearn(const struct format_lab *lab);
json_t *format_autolab(const struct format_lab *labs, size_t nr);
json_t *format_github(const struct format_lab *lab);
/* For $GITHUB_OUTPUT, for $GITHUB_ENV, and for the log, malloc'ed. */
char *format_github_output(const struct format_lab *labs, size_t nr);
char *format_github_env(const struct format_lab *labs, size_t nr);
char *format_github_log(const struct format_lab *labs, size_t nr, const char *refused);

#endif
