/* SPDX-License-Identifier: MIT */
/* What the gradebooks of other platforms import, for the class as a whole. A part of format.h. */
#ifndef PAGELAB_GRADE_FORMAT_CLASS_H
#define PAGELAB_GRADE_FORMAT_CLASS_H

#include "book.h"

/* In RESULTS/platform; files of formats that are not among these go. 0 or -errno. */
int format_class(const struct book *book, const char *results, unsigned formats);

/* Tables of the whole class, written by book_write_file(). */
void format_moodle_grades(FILE *out, const struct book *book, const char *results);
void format_canvas_grades(FILE *out, const struct book *book, const char *results);
/* Of one lab, which is an assignment there: whether anybody's number in it is known, and the table of those. */
bool format_moodle_knows(const struct book *book, size_t lab);
void format_moodle_worksheet(FILE *out, const struct book *book, size_t lab);

/* The feedback of all as a zip that Moodle takes; malloc'ed, with nothing in it where nobody is
 * known to Moodle. 0 or -ENOMEM. */
int format_moodle_feedback(
	const struct book *book, const char *results, char **ret, size_t *ret_size);

/* A cell of text that may be anything: clean, quoted, no formula. */
void format_cell(FILE *out, const char *text);
/* The roster's column of this title, or nr_columns; and what is there in a row, "" for none. */
size_t format_column(const struct roster *roster, const char *title);
const char *format_roster_cell(const struct book_row *row, size_t column);
/* Points of 100 where an assignment has `possible` for full marks; as they are if that is no number. */
double format_scaled(double points, const char *possible);
/* What the roster has of a row, or else who it is, by the entry; "" if nothing says so. */
const char *format_email(const struct book *book, const struct book_row *row);

#endif
