/* SPDX-License-Identifier: MIT */
/* What the tables for other platforms have in their cells, see format_class.h. */
#include "csv.h"
#include "format_class.h"
#include "grader/base/text.h"

#include <stdlib.h>
#include <string.h>

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
