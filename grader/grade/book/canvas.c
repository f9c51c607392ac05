/* SPDX-License-Identifier: MIT */
/*
 * What Canvas's gradebook imports, as it exports it (“How do I import grades in the Gradebook?”,
 * Instructor Guide): Student, ID, SIS User ID, SIS Login ID, Section, then a column an assignment,
 * whose title is that of the assignment, or makes a new one; below it what it is worth. An empty
 * cell leaves a grade as it is; EX excuses.
 */
#include "format_class.h"
#include "grader/lab/folders.h"
#include "grader/lab/lab_json.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const titles[] = {"ID", "SIS User ID", "SIS Login ID", "Section"};
#define NR_TITLES (sizeof(titles) / sizeof(*titles))

/* As the roster has it, else as a name of the download or another platform's table tells it. */
static const char *id_of(
	const struct book *book, const struct book_row *row, size_t title)
{
	const struct roster *roster = &book->roster;
	bool is_canvas = format_column(roster, "SIS User ID") < roster->nr_columns ||
			 format_column(roster, "SIS Login ID") < roster->nr_columns;

	if (is_canvas)
		return format_roster_cell(row, format_column(roster, titles[title]));
	switch (title) {
	case 0:
		return row->sent ? row->sent->who.canvas : "";
	case 1:
		return row->listed ? roster_cell(roster, row->listed, ROSTER_ID) : "";
	case 2:
		if (row->listed && *roster_cell(roster, row->listed, ROSTER_LOGIN))
			return roster_cell(roster, row->listed, ROSTER_LOGIN);
		return format_email(book, row);
	}
	return format_roster_cell(row, format_column(roster, "Section"));
}

/* The roster's column "Lab 3 (77)" of the export, which Canvas knows again by its number; nr_columns: it
 * is a new one. */
static size_t assignment(const struct book *book, size_t lab)
{
	unsigned number = (unsigned)strtoul(book->labs[lab], NULL, 10);
	const struct csv_row *row = book->roster.titles;

	for (size_t i = 0; row && i < row->nr; i++) {
		const char *at = row->cells[i];
		char *end;

		if (strncasecmp(at, "lab", 3))
			continue;
		at += 3 + strspn(at + 3, " _-");
		if (isdigit((unsigned char)*at) && strtoul(at, &end, 10) == number &&
			(*end == '\0' || strchr(" :-(_", *end)))
			return i;
	}
	return book->roster.nr_columns;
}

static void write_title(FILE *out, const struct book *book, size_t lab)
{
	size_t column = assignment(book, lab);
	char title[32];

	snprintf(title, sizeof(title), "Lab %.2s", book->labs[lab]);
	format_cell(out, column < book->roster.nr_columns
				 ? book->roster.titles->cells[column]
				 : title);
}

/* What Canvas has for full marks, or NULL: an import does not change that. */
static const struct csv_row *possible_row(const struct book *book)
{
	const struct csv *csv = book->roster.csv;

	for (size_t i = 0; csv && i < csv->nr; i++)
		if (csv->rows[i].nr &&
			!strcasecmp(csv->rows[i].cells[0] +
					    strspn(csv->rows[i].cells[0], " "),
				"Points Possible"))
			return &csv->rows[i];
	return NULL;
}

static const char *possible(
	const struct book *book, const struct csv_row *full, size_t lab)
{
	size_t column = assignment(book, lab);

	return full && full->nr > column ? full->cells[column] : "";
}

static void write_row(FILE *out, const struct book *book, const struct csv_row *full,
	const struct book_row *row)
{
	char text[BOOK_POINTS];

	format_cell(out, row->shown);
	for (size_t i = 0; i < NR_TITLES; i++) {
		fputc(',', out);
		format_cell(out, id_of(book, row, i));
	}
	for (size_t i = 0; i < book->nr_labs; i++) {
		double points = book_points(&row->cells[i]);

		book_points_text(format_scaled(points, possible(book, full, i)), text);
		fprintf(out, ",%s",
			row->cells[i].excused ? "EX"
			: points >= 0	      ? text
					      : "");
	}
	fputs("\r\n", out);
}

void format_canvas_grades(FILE *out, const struct book *book, const char *results)
{
	const struct csv_row *full = possible_row(book);
	char text[BOOK_POINTS];

	(void)results;
	fputs("Student", out);
	for (size_t i = 0; i < NR_TITLES; i++)
		fprintf(out, ",%s", titles[i]);
	for (size_t i = 0; i < book->nr_labs; i++) {
		fputc(',', out);
		write_title(out, book, i);
	}
	fputs("\r\n    Points Possible,,,,", out);
	for (size_t i = 0; i < book->nr_labs; i++) {
		book_points_text(
			format_scaled(LAB_POINTS, possible(book, full, i)), text);
		fprintf(out, ",%s", text);
	}
	fputs("\r\n", out);
	for (size_t i = 0; i < book->nr_rows; i++)
		write_row(out, book, full, &book->rows[i]);
}
