/* SPDX-License-Identifier: MIT */
/* The gradebook, from result files, see book.h. Writing it: book_write.c. */
#include "book.h"
#include "csv.h"
#include "grader/lab/folders.h"
#include "grader/lab/lab_json.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

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

/* By the name of the folder or of the roster, or by whatever the roster has of a student. */
static struct book_row *find_row(const struct book *book, const char *student)
{
	const struct roster_row *listed;

	for (size_t i = 0; i < book->nr_rows; i++)
		if (!strcmp(book->rows[i].student, student) ||
			!strcmp(book->rows[i].shown, student))
			return &book->rows[i];
	listed = book->has_roster ? roster_meant(&book->roster, student) : NULL;
	for (size_t i = 0; listed && i < book->nr_rows; i++)
		if (book->rows[i].listed == listed)
			return &book->rows[i];
	return NULL;
}

static int add_row(struct book *book, const struct grade_student *sent,
	const struct roster_row *listed, struct book_row **ret)
{
	struct book_row *rows, row = {.student = sent ? sent->name : listed->label,
				       .shown = listed ? listed->label : sent->name,
				       .sent = sent,
				       .has_sent = sent && !sent->is_untouched,
				       .listed = listed};

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

static int add_roster(struct book *book, const struct book_request *request, char *why)
{
	struct csv *csv;
	int err = read_csv(request->roster, &csv, why);

	if (err)
		return err;
	err = roster_make(csv, request->class, request->roster, &book->roster, why);
	if (err)
		return err;
	book->has_roster = true;
	return 0;
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

static int add_student(struct book *book, const struct book_request *request,
	const struct grade_student *student, const struct roster_row *listed)
{
	struct book_row *row;
	int err = add_row(book, student, listed, &row);

	for (size_t k = 0; !err && student && k < student->nr_pairs; k++) {
		const char *lab = student->pairs[k].lab;
		size_t column = find_lab(book, lab);

		if (column < book->nr_labs)
			read_result(request, student->name, lab, &row->cells[column]);
	}
	return err;
}

/* The roster's order, then the others. */
static int add_class(struct book *book, const struct book_request *request)
{
	const struct grade_class *class = request->class;
	int err = 0;

	for (size_t i = 0; !err && i < book->roster.nr_rows; i++)
		err = add_student(book, request, book->roster.rows[i].student,
			&book->roster.rows[i]);
	for (size_t i = 0; !err && i < class->nr_students; i++)
		if (!roster_find(&book->roster, &class->students[i]))
			err = add_student(book, request, &class->students[i], NULL);
	return err;
}

/* Where the columns of the overrides are: by their titles, or in this order. */
enum { BY_STUDENT, BY_LAB, BY_POINTS, BY_REASON, NR_BY };

static bool is_one_of(const char *title, const char *const *words)
{
	while (*words && strcasecmp(title, *words))
		words++;
	return *words;
}

static void find_columns(const struct csv_row *titles, size_t ret[NR_BY])
{
	static const char *const words[NR_BY][6] = {
		{"student", "name", "login", "email", "id", NULL},
		{"lab", "assignment", NULL}, {"points", "score", "grade", NULL},
		{"reason", "comment", "why", NULL}};
	bool has_all = true;

	for (size_t k = 0; k < NR_BY; k++) {
		for (ret[k] = 0; ret[k] < titles->nr; ret[k]++)
			if (is_one_of(titles->cells[ret[k]], words[k]))
				break;
		has_all &= ret[k] < titles->nr;
	}
	for (size_t k = 0; !has_all && k < NR_BY; k++)
		ret[k] = k;
}

/* "70", "87.5", "87,5", "excused" */
static const char *read_points(const char *text, struct book_cell *cell)
{
	char number[32], *end;

	if (!strcasecmp(text, "excused") || !strcasecmp(text, "ex")) {
		cell->excused = true;
		return NULL;
	}
	snprintf(number, sizeof(number), "%s", text);
	if (strchr(number, ','))
		*strchr(number, ',') = '.';
	if (strspn(number, "0123456789.") != strlen(number))
		return "points must be 0 to 100, or excused";
	cell->points = strtod(number, &end);
	if (end == number || *end || cell->points < 0 || cell->points > LAB_POINTS)
		return "points must be 0 to 100, or excused";
	return NULL;
}

static const char * override(
	struct book *book, const struct csv_row *line, const size_t at[NR_BY])
{
	struct book_row *row;
	struct book_cell *cell;
	const char *wrong;
	size_t column;

	for (size_t k = 0; k < NR_BY; k++)
		if (at[k] >= line->nr)
			return "expected student, lab, points, reason";
	row = find_row(book, line->cells[at[BY_STUDENT]]);
	if (!row)
		return "there is no such student";
	column = find_lab(book, line->cells[at[BY_LAB]]);
	if (column == book->nr_labs)
		return "there is no such lab";
	cell = &row->cells[column];
	if (cell->overridden)
		return "these are overridden twice";
	wrong = read_points(line->cells[at[BY_POINTS]], cell);
	if (wrong)
		return wrong;
	if (!*line->cells[at[BY_REASON]])
		return "the reason is missing";
	cell->overridden = true;
	cell->reason = line->cells[at[BY_REASON]];
	return NULL;
}

static int add_overrides(struct book *book, const char *path, char *why)
{
	int err = read_csv(path, &book->overrides, why);
	size_t at[NR_BY];

	if (!err && book->overrides->nr)
		find_columns(book->overrides->rows, at);
	for (size_t i = 1; !err && i < book->overrides->nr; i++) {
		const char *wrong = override(book, &book->overrides->rows[i], at);

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
		err = add_roster(&book, request, why);
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
	roster_deinit(&book->roster);
	free_csv(book->overrides);
	*book = (struct book){0};
}

double book_points(const struct book_cell *cell)
{
	if (cell->overridden)
		return cell->excused ? -1 : cell->points;
	return cell->state == BOOK_GRADED ? cell->score : -1;
}

void book_points_text(double points, char ret[BOOK_POINTS])
{
	snprintf(ret, BOOK_POINTS, "%.6g", points);
}

bool book_is_mismatched(const struct book *book, FILE *out)
{
	size_t nr_sent = 0, nr_matched = 0;

	for (size_t i = 0; i < book->nr_rows; i++) {
		nr_sent += !!book->rows[i].sent;
		nr_matched += book->rows[i].sent && book->rows[i].listed;
	}
	if (!book->has_roster || !nr_sent || 2 * nr_matched > nr_sent)
		return false;
	fprintf(out,
		"Of %zu who sent something %zu are in the roster.\n\n"
		"Sent, and not in the roster:\n",
		nr_sent, nr_matched);
	for (size_t i = 0; i < book->nr_rows; i++)
		if (book->rows[i].sent && !book->rows[i].listed)
			fprintf(out, "  %s\n", book->rows[i].student);
	fputs("\nIn the roster, and nothing sent:\n", out);
	for (size_t i = 0; i < book->nr_rows; i++)
		if (!book->rows[i].sent)
			fprintf(out, "  %s\n", book->rows[i].shown);
	return true;
}

void book_time(int64_t time, char ret[BOOK_TIME])
{
	time_t seconds = time;
	struct tm tm;

	if (!time || !gmtime_r(&seconds, &tm) ||
		!strftime(ret, BOOK_TIME, "%Y-%m-%d %H:%M", &tm))
		*ret = '\0';
}
