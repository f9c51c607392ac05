/* SPDX-License-Identifier: MIT */
/*
 * Who is in the class: a table as platforms export it or people write it, and which of its
 * lines is which student of the submissions. What the columns are is told by their titles.
 */
#ifndef PAGELAB_GRADE_ROSTER_H
#define PAGELAB_GRADE_ROSTER_H

#include "csv.h"
#include "grader/grade/intake/intake.h"

#include <stdbool.h>
#include <stddef.h>

#define ROSTER_WHY 512

enum roster_role {
	ROSTER_OTHER,
	ROSTER_NAME, /* "Ann Lee", "Lee, Ann" */
	ROSTER_FIRST,
	ROSTER_LAST,
	ROSTER_ID,	   /* of the school */
	ROSTER_CANVAS,	   /* Canvas's own number */
	ROSTER_IDENTIFIER, /* "Participant 4711" of Moodle's grading worksheet, or a login */
	ROSTER_LOGIN,
	ROSTER_EMAIL,
	NR_ROSTER_ROLES
};

struct roster_row {
	char *label; /* what the gradebook calls the student; no two are alike */
	const struct csv_row *line;
	const struct grade_student *student; /* NULL: nothing was sent this time */
	const struct grade_student **kept;   /* what the results have of earlier weeks */
	size_t nr_kept;
};

struct roster {
	struct csv *csv;
	const struct csv_row *titles;	 /* NULL: the table has none */
	enum roster_role *roles;	 /* of columns */
	size_t nr_columns, label_column; /* nr_columns: the label is made of others */
	struct roster_row *rows;
	size_t nr_rows;
};

/* What a column of this title holds. */
enum roster_role roster_role_of(const char *title);

/*
 * Takes over `csv`, in any case, and finds for each row the student of the class: by what is
 * sure before what is not, an id, a login, an address, then a name, and nobody where two
 * could be meant. Of `kept`, NULL if there is none, several may be one row's: platforms number the
 * participants of each assignment anew. 0, -ENOMEM, or -EBADMSG and a sentence in `why` (ROSTER_WHY bytes).
 */
int roster_make(struct csv *csv, const struct grade_class *class,
	const struct grade_class *kept, const char *path, struct roster *ret, char *why);
void roster_deinit(struct roster *roster);

/* The row of a student of the class, or of what is kept; NULL: none. */
const struct roster_row *roster_find(
	const struct roster *roster, const struct grade_student *student);
/* The row that this word means: a label, an id, a login or an address. NULL: none. */
const struct roster_row *roster_meant(const struct roster *roster, const char *word);

/* The first cell of a row with this role, "" if there is none. */
const char *roster_cell(
	const struct roster *roster, const struct roster_row *row, enum roster_role role);

#endif
