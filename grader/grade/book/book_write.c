/* SPDX-License-Identifier: MIT */
/* gradebook.csv and refused.csv, see book.h. */
#include "book.h"
#include "grader/base/file_replace.h"
#include "csv.h"
#include "feedback.h"
#include "grader/lab/folders.h"
#include "grader/base/text.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Names in an archive may be anything. */
static void write_clean(FILE *out, const char *text)
{
	char *clean = text_clean(text, strlen(text));

	csv_cell(out, clean ? clean : "?");
	free(clean);
}

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
		const char *what = cell->excused ? "excused" : "overridden";

		if (cell->state == BOOK_GRADED)
			snprintf(
				text, sizeof(text), "%d earned, %s: ", cell->score, what);
		else
			snprintf(text, sizeof(text), "%s: ", what);
		remark(out, lab, text);
		fputs(cell->reason, out);
	} else if (cell->state == BOOK_BROKEN) {
		remark(out, lab, "could not be graded");
	} else if (cell->state == BOOK_WAITING) {
		remark(out, lab, "not graded yet");
	}
}

static void remark_attempts(FILE *out, const char *lab, const struct book_cell *cell)
{
	char text[64];

	if (cell->nr_versions < 2)
		return;
	snprintf(text, sizeof(text), "the last of %zu attempts", cell->nr_versions);
	remark(out, lab, text);
}

/* What the platform calls late has a column; here is what it costs. */
static void remark_late(FILE *out, const char *lab, const struct book_cell *cell)
{
	char text[100], points[BOOK_POINTS];

	if (!cell->late_days)
		return;
	book_points_text(cell->deducted, points);
	snprintf(text, sizeof(text), "%d day%s late, %s point%s off", cell->late_days,
		cell->late_days == 1 ? "" : "s", points, strcmp(points, "1") ? "s" : "");
	remark(out, lab, text);
}

static void remarks(FILE *out, const struct book *book, const struct book_row *row)
{
	char *text = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return;
	if (book_nothing(row))
		remark(memory, NULL, book_nothing(row));
	if (row->sent && book->has_roster && !row->listed)
		remark(memory, NULL, "not in the roster");
	for (size_t i = 0; i < book->nr_labs; i++)
		remark_cell(memory, book->labs[i], &row->cells[i]);
	for (size_t i = 0; i < book->nr_labs; i++) {
		remark_attempts(memory, book->labs[i], &row->cells[i]);
		remark_late(memory, book->labs[i], &row->cells[i]);
	}
	if (book_has_refused(book, row))
		remark(memory, NULL, "something was refused");
	fclose(memory);
	csv_cell(out, text ? text : "");
	free(text);
}

/* What there is to be said of somebody in this class, besides points. */
struct extras {
	bool has_times, has_late;
};

static struct extras find_extras(const struct book *book)
{
	struct extras extras = {0};

	for (size_t i = 0; i < book->nr_rows; i++) {
		extras.has_times |= book_submitted(book, &book->rows[i]) != 0;
		extras.has_late |= book_is_late(book, &book->rows[i]);
	}
	return extras;
}

/* A title that the gradebook has itself is the roster's. */
static bool is_own_title(const struct book *book, const char *title)
{
	static const char *const own[] = {
		"student", "total", "remarks", "submitted", "late", "mark"};

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (!strcasecmp(title, own[i]))
			return true;
	for (size_t i = 0; i < book->nr_labs; i++)
		if (lab_means(title, book->labs[i]))
			return true;
	return false;
}

static void write_titles(FILE *out, const struct book *book)
{
	const struct roster *roster = &book->roster;

	for (size_t i = 0; i < roster->nr_columns; i++) {
		const char *title = roster->titles && i < roster->titles->nr
					    ? roster->titles->cells[i]
					    : "";
		char *whole;

		if (i == roster->label_column)
			continue;
		fputc(',', out);
		if (is_own_title(book, title) &&
			asprintf(&whole, "roster %s", title) >= 0) {
			write_clean(out, whole);
			free(whole);
		} else {
			write_clean(out, title);
		}
	}
}

/* The roster's other columns as they are. */
static void write_carried(FILE *out, const struct book *book, const struct book_row *row)
{
	for (size_t i = 0; i < book->roster.nr_columns; i++) {
		if (i == book->roster.label_column)
			continue;
		fputc(',', out);
		if (row->listed && i < row->listed->line->nr)
			write_clean(out, row->listed->line->cells[i]);
	}
}

static void write_row(FILE *out, const struct book *book, const struct book_row *row,
	struct extras extras)
{
	char time[BOOK_TIME], text[BOOK_POINTS];
	double total = 0;

	csv_cell(out, row->shown);
	for (size_t i = 0; i < book->nr_labs; i++) {
		double points = book_points(&row->cells[i]);

		book_points_text(points, text);
		fprintf(out, ",%s", points >= 0 ? text : "");
		total += points > 0 ? points : 0;
	}
	book_points_text(total, text);
	fprintf(out, ",%s,", text);
	remarks(out, book, row);
	book_time(book_submitted(book, row), time);
	if (extras.has_times)
		fprintf(out, ",%s", time);
	if (extras.has_late)
		fprintf(out, ",%s", book_is_late(book, row) ? "late" : "");
	book_points_text(book_mark(book, row), text);
	if (book->term)
		fprintf(out, ",%s", book_mark(book, row) >= 0 ? text : "");
	write_carried(out, book, row);
	fputs("\r\n", out);
}

static void write_grades(FILE *out, const struct book *book, const char *results)
{
	struct extras extras = find_extras(book);

	(void)results;
	fputs("student", out);
	for (size_t i = 0; i < book->nr_labs; i++)
		fprintf(out, ",lab%.2s", book->labs[i]);
	fputs(",total,remarks", out);
	fputs(extras.has_times ? ",submitted" : "", out);
	fputs(extras.has_late ? ",late" : "", out);
	fputs(book->term ? ",mark" : "", out);
	write_titles(out, book);
	fputs("\r\n", out);
	for (size_t i = 0; i < book->nr_rows; i++)
		write_row(out, book, &book->rows[i], extras);
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

static bool is_table(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && !strcmp(name + length - 4, ".csv");
}

/* Whether there are letters beyond ASCII; U+FFFD stands for what was none. */
static bool needs_mark(const char *text)
{
	for (; *text; text++)
		if (*text & 0x80) {
			if (strncmp(text, "\xef\xbf\xbd", 3))
				return true;
			text += 2;
		}
	return false;
}

/* Without a mark a spreadsheet takes UTF-8 for what its system writes. */
static int put_mark(char **text, size_t *size)
{
	static const char mark[] = {'\xef', '\xbb', '\xbf'};
	char *marked = malloc(*size + sizeof(mark) + 1);

	if (!marked)
		return -ENOMEM;
	memcpy(marked, mark, sizeof(mark));
	memcpy(marked + sizeof(mark), *text, *size);
	free(*text);
	*text = marked;
	*size += sizeof(mark);
	return 0;
}

int book_put_file(const char *results, const char *name, char *text, size_t size)
{
	char path[PATH_MAX];
	int err = 0;

	if (is_table(name) && needs_mark(text))
		err = put_mark(&text, &size);
	if (!err &&
		snprintf(path, sizeof(path), "%s/%s", results, name) >= (int)sizeof(path))
		err = -ENAMETOOLONG;
	if (!err)
		err = file_put(path, text, size);
	free(text);
	return err;
}

int book_write_file(const struct book *book, const char *results, const char *name,
	book_writer *write)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return -ENOMEM;
	write(out, book, results);
	if (!fclose(out))
		return book_put_file(results, name, text, size);
	free(text);
	return -ENOMEM;
}

int book_write(const struct book *book, const char *results)
{
	int err = book_write_file(book, results, "gradebook.csv", write_grades);

	if (!err)
		err = book_write_file(book, results, "refused.csv", write_refused);
	return err ? err : feedback_write(book, results);
}
