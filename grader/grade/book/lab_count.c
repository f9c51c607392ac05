/* SPDX-License-Identifier: MIT */
/* Counts a class's results for one lab, see lab_count.h. */
#include "lab_count.h"
#include "grader/base/text.h"
#include "grader/grade/intake/members.h"
#include "report.h"
#include "similar.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define ALIKE 0.9	  /* of the smaller one's fingerprints */
#define MOST_SOURCES 1000 /* each is compared with each */

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* A number, decimal or 0x…, is #: what differs from run to run is one observation. */
static void shape_of(const char *text, char ret[COUNT_TEXT])
{
	size_t n = 0;

	while (*text && n + 2 < COUNT_TEXT) {
		bool is_start = !n || !isalnum((unsigned char)ret[n - 1]);

		if (!isdigit((unsigned char)*text) || !is_start) {
			ret[n++] = *text++;
			continue;
		}
		ret[n++] = '#';
		while (isxdigit((unsigned char)*text) || *text == 'x')
			text++;
	}
	ret[n] = '\0';
}

static int add_observation(
	struct claim_count *claim, const struct book_row *row, const char *text)
{
	struct observation *list, *seen = claim->observations;
	char shape[COUNT_TEXT];

	if (!*text)
		return 0;
	shape_of(text, shape);
	for (size_t i = 0; i < claim->nr_observations; i++)
		if (!strcmp(seen[i].shape, shape)) {
			seen[i].nr++;
			return 0;
		}
	list = reallocarray(seen, claim->nr_observations + 1, sizeof(*list));
	if (!list)
		return -ENOMEM;
	claim->observations = list;
	list += claim->nr_observations++;
	*list = (struct observation){.student = row->shown, .nr = 1};
	strcpy(list->shape, shape);
	snprintf(list->example, sizeof(list->example), "%s", text);
	return 0;
}

static int add_row(struct rows *rows, const struct book_row *row)
{
	const struct book_row **list =
		reallocarray(rows->list, rows->nr + 1, sizeof(*list));

	if (!list)
		return -ENOMEM;
	rows->list = list;
	list[rows->nr++] = row;
	return 0;
}

static int count_claims(
	struct lab_count *count, const struct book_row *row, const json_t *result)
{
	bool timed_out = false, died = false;
	json_t *claim;
	size_t i;
	int err = 0;

	json_array_foreach(json_object_get(result, "claims"), i, claim)
	{
		struct claim_count *c = &count->claims[i];
		const char *verdict = text_of(claim, "verdict");

		if (i >= COUNT_CLAIMS || !*text_of(claim, "name") || !*verdict)
			break;
		snprintf(c->name, sizeof(c->name), "%s", text_of(claim, "name"));
		timed_out |= !strcmp(verdict, "TIMEOUT");
		died |= !strcmp(verdict, "PANIC");
		if (count->nr_claims <= i)
			count->nr_claims = i + 1;
		if (!strcmp(verdict, "PASS") || *text_of(result, "compiler"))
			continue;
		err = add_row(&c->missed, row);
		if (!err)
			err = add_observation(c, row, text_of(claim, "observed"));
		if (err)
			return err;
	}
	if (timed_out)
		err = add_row(&count->timeouts, row);
	if (!err && died)
		err = add_row(&count->panics, row);
	return err;
}

static int count_row(const struct book *book, const char *results, size_t nr, size_t lab,
	struct lab_count *count)
{
	const struct book_row *row = &book->rows[nr];
	const struct book_cell *cell = &row->cells[lab];
	double points = book_points(cell);
	json_t *result = report_load(results, book, nr, lab);
	int err = 0;

	if (points >= 0) {
		count->bins[points >= 100 ? 10 : (size_t)points / 10]++;
		count->nr_points++;
		count->nr_full += points >= 100;
		count->points += points;
	}
	count->nr_overridden += cell->overridden && !cell->excused;
	count->nr_excused += cell->overridden && cell->excused;
	count->nr_broken += cell->state == BOOK_BROKEN;
	count->nr_waiting += cell->state == BOOK_WAITING;
	count->nr_late += cell->is_late;
	if (result) {
		count->nr_graded++;
		if (*text_of(result, "compiler"))
			err = add_row(&count->uncompiled, row);
		if (!err)
			err = count_claims(count, row, result);
	}
	json_decref(result);
	return err;
}

static int by_missed(const void *a, const void *b)
{
	const struct claim_count *x = a, *y = b;

	return (x->missed.nr < y->missed.nr) - (x->missed.nr > y->missed.nr);
}

static int by_number(const void *a, const void *b)
{
	const struct observation *x = a, *y = b;

	return (x->nr < y->nr) - (x->nr > y->nr);
}

/* A source, as it is compared. */
struct source {
	const struct book_row *row;
	char *data;
	size_t size;
	struct fingerprints prints;
};

static int load_source(const char *results, const struct book_row *row, size_t lab,
	const char *folder, const struct fingerprints *given, struct source *ret)
{
	char path[PATH_MAX];
	int err;

	*ret = (struct source){.row = row};
	if (snprintf(path, sizeof(path), "%s/%s/%s/exercise.c", results,
		    book_holder(row, lab), folder) >= (int)sizeof(path) ||
		grade_load(AT_FDCWD, path, GRADE_FILE_BYTES, &ret->data, &ret->size))
		return -ENOENT;
	err = fingerprints_make(ret->data, ret->size, &ret->prints);
	if (err)
		free(ret->data);
	else
		fingerprints_without(&ret->prints, given);
	return err;
}

static int add_alike(
	struct lab_count *count, const struct source *a, const struct source *b)
{
	bool is_same = a->size == b->size && !memcmp(a->data, b->data, a->size);
	double shared = is_same ? 1 : fingerprints_shared(&a->prints, &b->prints);
	struct likeness *list;

	if (shared < ALIKE)
		return 0;
	list = reallocarray(count->alike, count->nr_alike + 1, sizeof(*list));
	if (!list)
		return -ENOMEM;
	count->alike = list;
	list[count->nr_alike++] =
		(struct likeness){a->row, b->row, is_same, (int)(shared * 100)};
	return 0;
}

static int by_likeness(const void *a, const void *b)
{
	const struct likeness *x = a, *y = b;

	if (x->is_same != y->is_same)
		return x->is_same ? -1 : 1;
	return y->percent - x->percent;
}

static void make_given(const char *root, const char *folder, struct fingerprints *ret)
{
	char path[PATH_MAX], *data;
	size_t size;

	*ret = (struct fingerprints){0};
	if (!root ||
		snprintf(path, sizeof(path), "%s/labs/%s/skeleton.c", root, folder) >=
			(int)sizeof(path) ||
		grade_load(AT_FDCWD, path, GRADE_FILE_BYTES, &data, &size))
		return;
	fingerprints_make(data, size, ret);
	free(data);
}

static int compare(const struct book *book, const char *results, const char *root,
	size_t lab, struct lab_count *count)
{
	struct source *sources = calloc(book->nr_rows + 1, sizeof(*sources));
	const char *folder = book->labs[lab];
	struct fingerprints given;
	size_t nr = 0;
	int err = sources ? 0 : -ENOMEM;

	make_given(root, folder, &given);
	for (size_t i = 0; !err && i < book->nr_rows && nr < MOST_SOURCES; i++) {
		if (book->rows[i].cells[lab].state != BOOK_GRADED)
			continue;
		err = load_source(
			results, &book->rows[i], lab, folder, &given, &sources[nr]);
		nr += !err;
		if (err == -ENOENT)
			err = 0;
	}
	for (size_t i = 0; !err && i < nr; i++)
		for (size_t k = i + 1; !err && k < nr; k++)
			err = add_alike(count, &sources[i], &sources[k]);
	for (size_t i = 0; i < nr; i++) {
		free(sources[i].data);
		fingerprints_deinit(&sources[i].prints);
	}
	free(sources);
	fingerprints_deinit(&given);
	if (count->nr_alike)
		qsort(count->alike, count->nr_alike, sizeof(*count->alike), by_likeness);
	return err;
}

int lab_count_make(const struct book *book, const char *results, const char *root,
	size_t lab, struct lab_count *ret)
{
	int err = 0;

	*ret = (struct lab_count){0};
	for (size_t i = 0; !err && i < book->nr_rows; i++)
		err = count_row(book, results, i, lab, ret);
	if (!err)
		err = compare(book, results, root, lab, ret);
	for (size_t i = 0; i < ret->nr_claims; i++)
		if (ret->claims[i].nr_observations)
			qsort(ret->claims[i].observations, ret->claims[i].nr_observations,
				sizeof(*ret->claims[i].observations), by_number);
	qsort(ret->claims, ret->nr_claims, sizeof(*ret->claims), by_missed);
	if (err)
		lab_count_deinit(ret);
	return err;
}

void lab_count_deinit(struct lab_count *count)
{
	for (size_t i = 0; i < COUNT_CLAIMS; i++) {
		free(count->claims[i].missed.list);
		free(count->claims[i].observations);
	}
	free(count->uncompiled.list);
	free(count->timeouts.list);
	free(count->panics.list);
	free(count->alike);
	*count = (struct lab_count){0};
}
