/* SPDX-License-Identifier: MIT */
/* The gradebook, from result files, see book.h. Writing it: book_write.c. */
#include "book.h"
#include "csv.h"
#include "grader/grade/runs/run.h"
#include "grader/lab/folders.h"
#include "grader/lab/lab_json.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

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

struct book_row *book_find(const struct book *book, const char *student)
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
	const struct grade_student *kept, const struct roster_row *listed,
	struct book_row **ret)
{
	const char *name = sent ? sent->name : kept ? kept->name : listed->label;
	struct book_row *rows, row = {.student = name,
				       .shown = listed ? listed->label : name,
				       .sent = sent,
				       .kept = kept,
				       .has_sent = kept || (sent && !sent->is_untouched &&
								   !sent->is_typed),
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
	err = roster_make(
		csv, request->class, request->kept, request->roster, &book->roster, why);
	if (err)
		return err;
	book->has_roster = true;
	return 0;
}

/* Of what was sent this time a result must have the key; of what is kept it holds as it is. */
static void read_result(const struct book_request *request, const char *student,
	const char *lab, bool is_kept, struct book_cell *cell)
{
	char path[PATH_MAX];
	const char *key, *wanted = NULL;
	json_t *result, *score;

	if (!is_kept)
		wanted = request->key_of(request->arg, student, lab);
	if (snprintf(path, sizeof(path), "%s/%s/%s/result.json", request->results,
		    student, lab) >= (int)sizeof(path))
		return;
	result = json_load_file(path, 0, NULL);
	key = json_string_value(
		json_object_get(json_object_get(result, "graded"), "key"));
	score = json_object_get(result, "score");
	if (!key || (!is_kept && (!wanted || strcmp(key, wanted)))) {
		cell->state = BOOK_WAITING;
	} else if (json_is_integer(score)) {
		cell->state = BOOK_GRADED;
		cell->score = (int)json_integer_value(score);
	} else {
		cell->state = BOOK_BROKEN;
	}
	json_decref(result);
	cell->is_recorded = cell->state == BOOK_GRADED &&
			    snprintf(path, sizeof(path), "%s/%s/%s/" GRADE_PAGE,
				    request->results, student, lab) < (int)sizeof(path) &&
			    !access(path, R_OK);
}

static size_t find_lab(const struct book *book, const char *lab)
{
	size_t i = 0;

	while (i < book->nr_labs && strcmp(book->labs[i], lab) &&
		!lab_means(lab, book->labs[i]))
		i++;
	return i;
}

/* What a student has sent goes to the cells that have nothing yet. */
static void fill(struct book *book, const struct book_request *request,
	const struct grade_student *student, bool is_kept, struct book_row *row)
{
	for (size_t k = 0; k < student->nr_pairs; k++) {
		const struct grade_pair *pair = &student->pairs[k];
		const struct term_assignment *assignment =
			term_find(request->term, pair->lab);
		size_t column = find_lab(book, pair->lab);
		struct book_cell *cell = &row->cells[column];

		if (column == book->nr_labs || cell->state != BOOK_NOT_SENT)
			continue;
		read_result(request, student->name, pair->lab, is_kept, cell);
		cell->submitted = pair->submitted;
		cell->nr_versions = pair->nr_versions;
		cell->late_days = term_late_days(assignment, pair->submitted);
		cell->is_late = pair->is_late || cell->late_days;
		if (cell->state == BOOK_GRADED)
			cell->deducted =
				term_deduction(assignment, cell->late_days, cell->score);
		cell->student = student->name;
	}
}

static int add_listed(struct book *book, const struct book_request *request,
	const struct roster_row *listed)
{
	const struct grade_student *sent = listed->student,
				   *kept = listed->nr_kept ? listed->kept[0] : NULL;
	struct book_row *row;
	int err = add_row(book, sent, kept, listed, &row);

	if (!err && sent)
		fill(book, request, sent, false, row);
	for (size_t i = 0; !err && i < listed->nr_kept; i++)
		fill(book, request, listed->kept[i], true, row);
	return err;
}

static int add_unlisted(struct book *book, const struct book_request *request,
	const struct grade_student *sent, const struct grade_student *kept)
{
	struct book_row *row;
	int err = add_row(book, sent, kept, NULL, &row);

	if (!err && sent)
		fill(book, request, sent, false, row);
	if (!err && kept)
		fill(book, request, kept, true, row);
	return err;
}

static bool is_listed(const struct book *book, const struct grade_student *student)
{
	return roster_find(&book->roster, student);
}

/* The roster's order, then the others by name. */
static int add_class(struct book *book, const struct book_request *request)
{
	static const struct grade_class none;
	const struct grade_class *class = request->class;
	const struct grade_class *kept = request->kept ? request->kept : &none;
	size_t i = 0, k = 0;
	int err = 0;

	for (size_t n = 0; !err && n < book->roster.nr_rows; n++)
		err = add_listed(book, request, &book->roster.rows[n]);
	while (!err && (i < class->nr_students || k < kept->nr_students)) {
		const struct grade_student *sent =
			i < class->nr_students ? &class->students[i] : NULL;
		const struct grade_student *old =
			k < kept->nr_students ? &kept->students[k] : NULL;
		int order = !sent ? 1 : !old ? -1 : strcmp(sent->name, old->name);

		i += order <= 0;
		k += order >= 0;
		if (order < 0)
			old = NULL;
		if (order > 0)
			sent = NULL;
		if (!is_listed(book, sent ? sent : old))
			err = add_unlisted(book, request, sent, old);
	}
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

/* Where a title should be there are points. */
static bool is_decision(const struct csv_row *line, const size_t at[NR_BY])
{
	struct book_cell ignored;

	return at[BY_POINTS] < line->nr &&
	       !read_points(line->cells[at[BY_POINTS]], &ignored);
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
	row = book_find(book, line->cells[at[BY_STUDENT]]);
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
	if (!err && book->overrides->nr && is_decision(&book->overrides->rows[0], at)) {
		snprintf(why, BOOK_WHY,
			"%.300s: line %zu: above it a line with titles is missing", path,
			book->overrides->rows[0].line);
		return -EBADMSG;
	}
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

static int find_points(struct book *book)
{
	book->has_points = calloc(book->nr_labs + 1, sizeof(*book->has_points));
	if (!book->has_points)
		return -ENOMEM;
	for (size_t i = 0; i < book->nr_rows; i++)
		for (size_t k = 0; k < book->nr_labs; k++)
			book->has_points[k] |= book_points(&book->rows[i].cells[k]) >= 0;
	return 0;
}

int book_read(const struct book_request *request, struct book *ret, char *why)
{
	struct book book = {.labs = request->labs,
		.class = request->class,
		.term = request->term,
		.root = request->root,
		.has_seed = request->seed,
		.seed = request->seed ? *request->seed : 0};
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
	if (!err)
		err = find_points(&book);
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
	free(book->has_points);
	roster_deinit(&book->roster);
	free_csv(book->overrides);
	*book = (struct book){0};
}

double book_points(const struct book_cell *cell)
{
	if (cell->overridden)
		return cell->excused ? -1 : cell->points;
	return cell->state == BOOK_GRADED ? cell->score - cell->deducted : -1;
}

const char *book_holder(const struct book_row *row, size_t lab)
{
	return row->cells[lab].student ? row->cells[lab].student : row->student;
}

const char *book_nothing(const struct book_row *row)
{
	if (row->sent && row->sent->is_untouched)
		return "nothing sent but what was handed out";
	if (row->sent && row->sent->is_typed)
		return "nothing sent but a text that was typed";
	return row->has_sent ? NULL : "nothing sent";
}

int64_t book_submitted(const struct book *book, const struct book_row *row)
{
	int64_t last = 0;

	for (size_t i = 0; i < book->nr_labs; i++)
		if (row->cells[i].submitted > last)
			last = row->cells[i].submitted;
	return last;
}

bool book_is_late(const struct book *book, const struct book_row *row)
{
	for (size_t i = 0; i < book->nr_labs; i++)
		if (row->cells[i].is_late)
			return true;
	return false;
}

bool book_has_refused(const struct book *book, const struct book_row *row)
{
	for (size_t i = 0; i < book->class->nr_refusals; i++)
		if (!strcmp(book->class->refusals[i].student, row->student))
			return true;
	return false;
}

double book_mark(const struct book *book, const struct book_row *row)
{
	double sum = 0, weights = 0;

	for (size_t i = 0; i < book->nr_labs; i++) {
		const struct term_assignment *assignment =
			term_find(book->term, book->labs[i]);
		const struct book_cell *cell = &row->cells[i];
		double weight = assignment ? assignment->weight : 1;
		double points = book_points(cell);

		if ((cell->overridden && cell->excused) || !book->has_points[i])
			continue;
		weights += weight;
		sum += points > 0 ? weight * points : 0;
	}
	return weights > 0 ? sum / weights : -1;
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
