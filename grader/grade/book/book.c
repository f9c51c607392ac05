/* SPDX-License-Identifier: MIT */
/* The gradebook, from result files, see book.h. Writing it: book_write.c. */
#include "book.h"
#include "csv.h"
#include "grader/grade/intake/names.h"
#include "grader/lab/folders.h"
#include "grader/lab/lab_json.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static int read_csv(const char *path, struct csv **ret, char *why)
{
	struct csv *csv = calloc(1, sizeof(*csv));
	FILE *file = fopen(path, "re");
	size_t line = 0;
	int err = file ? 0 : -errno;

	if (!csv)
		err = -ENOMEM;
	if (!err)
		err = csv_parse(file, csv, &line);
	if (file)
		fclose(file);
	if (err == -EBADMSG)
		snprintf(why, BOOK_WHY, "%.300s: line %zu: not a CSV file", path, line);
	else if (err)
		snprintf(why, BOOK_WHY, "%.300s: %s", path, strerror(-err));
	if (err)
		free(csv);
	else
		*ret = csv;
	return err;
}

static struct book_row *find_row(const struct book *book, const char *student)
{
	for (size_t i = 0; i < book->nr_rows; i++)
		if (!strcmp(book->rows[i].student, student))
			return &book->rows[i];
	return NULL;
}

/* The row is there once. */
static int add_row(struct book *book, const char *student, struct book_row **ret)
{
	struct book_row *rows, row = {.student = student};

	*ret = find_row(book, student);
	if (*ret)
		return 0;
	rows = reallocarray(book->rows, book->nr_rows + 1, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	book->rows = rows;
	row.cells = calloc(book->nr_labs + 1, sizeof(*row.cells));
	if (!row.cells)
		return -ENOMEM;
	rows[book->nr_rows++] = row;
	*ret = &rows[book->nr_rows - 1];
	return 0;
}

/* The column "student" of the header, or the first. */
static size_t find_column(const struct csv *csv)
{
	for (size_t i = 0; csv->nr && i < csv->rows[0].nr; i++)
		if (!strcasecmp(csv->rows[0].cells[i], "student"))
			return i;
	return 0;
}

static int add_roster(struct book *book, const char *path, char *why)
{
	size_t column;
	int err = read_csv(path, &book->roster, why);

	if (err)
		return err;
	column = find_column(book->roster);
	for (size_t i = 1; !err && i < book->roster->nr; i++) {
		const struct csv_row *line = &book->roster->rows[i];
		struct book_row *row;

		if (column >= line->nr || !*line->cells[column])
			continue;
		if (grade_name_refused(line->cells[column])) {
			snprintf(why, BOOK_WHY, "%.300s: line %zu: %s", path, line->line,
				grade_name_refused(line->cells[column]));
			return -EBADMSG;
		}
		err = add_row(book, line->cells[column], &row);
		if (!err)
			row->in_roster = true;
	}
	return err;
}

static void read_result(const struct book_request *request, const char *student,
	const char *lab, struct book_cell *cell)
{
	char path[PATH_MAX];
	const char *key, *wanted = request->key_of(request->arg, student, lab);
	json_t *result, *score;

	if (snprintf(path, sizeof(path), "%s/%s/%s/result.json", request->results,
		    student, lab) >= (int)sizeof(path))
		return;
	result = json_load_file(path, 0, NULL);
	key = json_string_value(
		json_object_get(json_object_get(result, "graded"), "key"));
	score = json_object_get(result, "score");
	if (!key || !wanted || strcmp(key, wanted)) {
		cell->state = BOOK_WAITING;
	} else if (json_is_integer(score)) {
		cell->state = BOOK_GRADED;
		cell->score = (int)json_integer_value(score);
	} else {
		cell->state = BOOK_BROKEN;
	}
	json_decref(result);
}

static size_t find_lab(const struct book *book, const char *lab)
{
	size_t i = 0;

	while (i < book->nr_labs && strcmp(book->labs[i], lab) &&
		!lab_means(lab, book->labs[i]))
		i++;
	return i;
}

static int add_class(struct book *book, const struct book_request *request)
{
	int err = 0;

	for (size_t i = 0; !err && i < request->class->nr_students; i++) {
		const struct grade_student *student = &request->class->students[i];
		struct book_row *row;

		err = add_row(book, student->name, &row);
		if (err)
			break;
		row->has_sent = true;
		for (size_t k = 0; k < student->nr_pairs; k++) {
			const char *lab = student->pairs[k].lab;
			size_t column = find_lab(book, lab);

			if (column < book->nr_labs)
				read_result(
					request, student->name, lab, &row->cells[column]);
		}
	}
	return err;
}

/* student,lab,points,reason */
static const char * override(struct book *book, const struct csv_row *line)
{
	struct book_row *row;
	size_t column;
	char *end;
	long points;

	if (line->nr != 4)
		return "expected student, lab, points, reason";
	row = find_row(book, line->cells[0]);
	if (!row)
		return "there is no such student";
	column = find_lab(book, line->cells[1]);
	if (column == book->nr_labs)
		return "there is no such lab";
	points = strtol(line->cells[2], &end, 10);
	if (end == line->cells[2] || *end || points < 0 || points > LAB_POINTS)
		return "points must be 0 to 100";
	if (!*line->cells[3])
		return "the reason is missing";
	if (row->cells[column].overridden)
		return "these are overridden twice";
	row->cells[column].overridden = true;
	row->cells[column].points = (int)points;
	row->cells[column].reason = line->cells[3];
	return NULL;
}

static int add_overrides(struct book *book, const char *path, char *why)
{
	int err = read_csv(path, &book->overrides, why);

	for (size_t i = 1; !err && i < book->overrides->nr; i++) {
		const char *wrong = override(book, &book->overrides->rows[i]);

		if (wrong) {
			snprintf(why, BOOK_WHY, "%.300s: line %zu: %s", path,
				book->overrides->rows[i].line, wrong);
			err = -EBADMSG;
		}
	}
	return err;
}

int book_read(const struct book_request *request, struct book *ret, char *why)
{
	struct book book = {.labs = request->labs, .class = request->class};
	int err = 0;

	snprintf(why, BOOK_WHY, "out of memory");
	while (book.labs[book.nr_labs])
		book.nr_labs++;
	if (request->roster)
		err = add_roster(&book, request->roster, why);
	if (!err)
		err = add_class(&book, request);
	if (!err && request->overrides)
		err = add_overrides(&book, request->overrides, why);
	if (err)
		book_deinit(&book);
	else
		*ret = book;
	return err;
}

static void free_csv(struct csv *csv)
{
	if (csv)
		csv_deinit(csv);
	free(csv);
}

void book_deinit(struct book *book)
{
	for (size_t i = 0; i < book->nr_rows; i++)
		free(book->rows[i].cells);
	free(book->rows);
	free_csv(book->roster);
	free_csv(book->overrides);
	*book = (struct book){0};
}

int book_points(const struct book_cell *cell)
{
	if (cell->overridden)
		return cell->points;
	return cell->state == BOOK_GRADED ? cell->score : -1;
}
