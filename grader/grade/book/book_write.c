/* SPDX-License-Identifier: MIT */
/* gradebook.csv and refused.csv, see book.h. */
#include "book.h"
#include "grader/base/file_replace.h"
#include "csv.h"
#include "grader/base/text.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Remarks are joined by "; ". */
static void remark(FILE *out, const char *lab, const char *text)
{
	if (ftell(out))
		fputs("; ", out);
	if (lab)
		fprintf(out, "lab%.2s: ", lab);
	fputs(text, out);
}

static void remark_cell(FILE *out, const char *lab, const struct book_cell *cell)
{
	char text[64];

	if (cell->overridden) {
		if (cell->state == BOOK_GRADED)
			snprintf(text, sizeof(text),
				"%d earned, overridden: ", cell->score);
		else
			snprintf(text, sizeof(text), "overridden: ");
		remark(out, lab, text);
		fputs(cell->reason, out);
	} else if (cell->state == BOOK_BROKEN) {
		remark(out, lab, "could not be graded");
	} else if (cell->state == BOOK_WAITING) {
		remark(out, lab, "not graded yet");
	}
}

static void remarks(FILE *out, const struct book *book, const struct book_row *row)
{
	char *text = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return;
	if (!row->has_sent)
		remark(memory, NULL, "nothing sent");
	else if (book->roster && !row->in_roster)
		remark(memory, NULL, "not in the roster");
	for (size_t i = 0; i < book->nr_labs; i++)
		remark_cell(memory, book->labs[i], &row->cells[i]);
	for (size_t i = 0; i < book->class->nr_refusals; i++)
		if (!strcmp(book->class->refusals[i].student, row->student)) {
			remark(memory, NULL, "something was refused");
			break;
		}
	fclose(memory);
	csv_cell(out, text ? text : "");
	free(text);
}

static void write_row(FILE *out, const struct book *book, const struct book_row *row)
{
	int total = 0;

	csv_cell(out, row->student);
	for (size_t i = 0; i < book->nr_labs; i++) {
		int points = book_points(&row->cells[i]);

		fputc(',', out);
		if (points >= 0)
			fprintf(out, "%d", points);
		total += points > 0 ? points : 0;
	}
	fprintf(out, ",%d,", total);
	remarks(out, book, row);
	fputs("\r\n", out);
}

static void write_grades(FILE *out, const struct book *book, const char *results)
{
	(void)results;
	fputs("student", out);
	for (size_t i = 0; i < book->nr_labs; i++)
		fprintf(out, ",lab%.2s", book->labs[i]);
	fputs(",total,remarks\r\n", out);
	for (size_t i = 0; i < book->nr_rows; i++)
		write_row(out, book, &book->rows[i]);
}

/* Names in an archive may be anything. */
static void write_clean(FILE *out, const char *text)
{
	char *clean = text_clean(text, strlen(text));

	csv_cell(out, clean ? clean : "?");
	free(clean);
}

static void write_refused(FILE *out, const struct book *book, const char *results)
{
	(void)results;
	fputs("student,file,reason\r\n", out);
	for (size_t i = 0; i < book->class->nr_refusals; i++) {
		const struct grade_refusal *refusal = &book->class->refusals[i];

		write_clean(out, refusal->student);
		fputc(',', out);
		write_clean(out, refusal->path);
		fputc(',', out);
		write_clean(out, refusal->reason);
		fputs("\r\n", out);
	}
}

int book_write_file(const struct book *book, const char *results, const char *name,
	book_writer *write)
{
	char path[PATH_MAX], *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int err;

	if (!out)
		return -ENOMEM;
	write(out, book, results);
	err = fclose(out) ? -ENOMEM : 0;
	if (!err &&
		snprintf(path, sizeof(path), "%s/%s", results, name) >= (int)sizeof(path))
		err = -ENAMETOOLONG;
	if (!err)
		err = file_replace(path, text, size);
	free(text);
	return err;
}

int book_write(const struct book *book, const char *results)
{
	int err = book_write_file(book, results, "gradebook.csv", write_grades);

	return err ? err : book_write_file(book, results, "refused.csv", write_refused);
}
