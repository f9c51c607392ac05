/* SPDX-License-Identifier: MIT */
/* What the tables for other platforms have in their cells, see format_class.h. */
#include "csv.h"
#include "format_class.h"
#include "grader/base/text.h"
#include "grader/lab/lab_json.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void format_cell(FILE *out, const char *text)
{
	char *clean = text_clean(text, strlen(text));

	csv_cell(out, clean ? clean : "?");
	free(clean);
}

const char *format_email(const struct book *book, const struct book_row *row)
{
	const char *email =
		row->listed ? roster_cell(&book->roster, row->listed, ROSTER_EMAIL) : "";

	return *email ? email : row->sent ? row->sent->who.email : "";
}

size_t format_column(const struct roster *roster, const char *title)
{
	for (size_t i = 0; roster->titles && i < roster->titles->nr; i++)
		if (!strcasecmp(roster->titles->cells[i], title))
			return i;
	return roster->nr_columns;
}

const char *format_roster_cell(const struct book_row *row, size_t column)
{
	return row->listed && column < row->listed->line->nr
		       ? row->listed->line->cells[column]
		       : "";
}

double format_scaled(double points, const char *possible)
{
	char *end;
	double full = strtod(possible, &end);

	return end == possible || !(full > 0 && full < 1e6) ? points
							    : points * full / LAB_POINTS;
}
