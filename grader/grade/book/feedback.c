/* SPDX-License-Identifier: MIT */
/* What a student is told of the whole submission, see feedback.h. */
#include "feedback.h"
#include "grader/base/file_replace.h"
#include "grader/base/text.h"
#include "grader/grade/intake/members.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say_time(FILE *out, const struct grade_student *student)
{
	char time[BOOK_TIME];

	book_time(student->submitted, time);
	if (*time)
		fprintf(out, "Handed in: %s%s\n", time, student->is_late ? ", late" : "");
	else if (student->is_late)
		fputs("Handed in late.\n", out);
}

static void say_set(FILE *out, const struct book_cell *cell)
{
	char text[BOOK_POINTS];

	book_points_text(cell->points, text);
	if (cell->excused)
		fputs("excused by the teacher", out);
	else
		fprintf(out, "%s points, set by the teacher", text);
	if (cell->state == BOOK_GRADED)
		fprintf(out, " in place of %d", cell->score);
	fprintf(out, ": %s\n", cell->reason);
}

static bool costs_points(const struct book_cell *cell)
{
	return cell->state == BOOK_GRADED && !cell->overridden && cell->late_days;
}

static void say_late(FILE *out, const struct book_cell *cell)
{
	char off[BOOK_POINTS], left[BOOK_POINTS];

	book_points_text(cell->deducted, off);
	book_points_text(book_points(cell), left);
	fprintf(out, "%d day%s, which takes %s points: %s\n", cell->late_days,
		cell->late_days == 1 ? "" : "s", off, left);
}

static void say(FILE *out, const struct book *book, const struct book_row *row)
{
	const struct grade_student *student = row->sent;

	for (size_t i = 0; i < book->nr_labs; i++)
		if (row->cells[i].overridden) {
			fprintf(out, "Lab %.2s: ", book->labs[i]);
			say_set(out, &row->cells[i]);
		} else if (costs_points(&row->cells[i])) {
			fprintf(out, "Lab %.2s: late by ", book->labs[i]);
			say_late(out, &row->cells[i]);
		}
	if (!student)
		return;
	if (student->is_untouched)
		fputs("The exercises that you sent are as they were handed out, so there "
		      "is "
		      "nothing to grade.\n",
			out);
	if (student->is_typed)
		fputs("You sent a text that was typed, and no file, so there is nothing "
		      "to "
		      "grade.\n",
			out);
	for (size_t i = 0; i < student->nr_pairs; i++)
		if (student->pairs[i].nr_versions > 1)
			fprintf(out,
				"Lab %.2s: you sent %zu different programs; the last "
				"one counts.\n",
				student->pairs[i].lab, student->pairs[i].nr_versions);
	for (size_t i = 0; i < book->class->nr_refusals; i++) {
		const struct grade_refusal *refusal = &book->class->refusals[i];

		if (!strcmp(refusal->student, student->name))
			fprintf(out, "Not taken: %s: %s.\n", refusal->path,
				refusal->reason);
	}
}

/* Malloc'ed and clean, "" if there is nothing to say; NULL: no memory. */
static char *compose(const struct book *book, const struct book_row *row)
{
	char *text = NULL, *clean;
	size_t size = 0, said;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	say(out, book, row);
	fflush(out);
	said = size;
	if (said && row->sent)
		say_time(out, row->sent);
	if (fclose(out))
		return NULL;
	clean = text_clean(text, size);
	free(text);
	return clean;
}

/* Frees `text`; an empty one takes the file away. */
static int put(const char *results, const char *student, char *text)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/%s", results, student), err = 0;

	if (!text)
		return -ENOMEM;
	if (n < 0 || n + sizeof("/feedback.txt") > sizeof(path))
		err = -ENAMETOOLONG;
	else if (*text)
		err = file_put_folder(path);
	if (!err) {
		strcpy(path + n, "/feedback.txt");
		if (*text)
			err = file_put_quick(path, text, strlen(text));
		else if (unlink(path) && errno != ENOENT)
			err = -errno;
	}
	free(text);
	return err;
}

#define MOST_FEEDBACK (4 * 1024 * 1024)

static const char set[] = "Set by hand: ", late[] = "Late by ", end[] = "\n\n";

static bool has_head(const char *text)
{
	return (!strncmp(text, set, strlen(set)) || !strncmp(text, late, strlen(late))) &&
	       strstr(text, end);
}

/* What stands above a lab's own feedback where the points are others than it says. Of a text
 * that has such a head already, the head is replaced. */
static int put_head(const struct book *book, const char *results,
	const struct book_row *row, size_t lab)
{
	const struct book_cell *cell = &row->cells[lab];
	char path[PATH_MAX], *old, *body, *text = NULL;
	size_t size;
	FILE *out;
	int err;

	if (snprintf(path, sizeof(path), "%s/%s/%s/feedback.txt", results,
		    book_holder(row, lab), book->labs[lab]) >= (int)sizeof(path) ||
		grade_load(AT_FDCWD, path, MOST_FEEDBACK, &old, &size))
		return 0;
	old[size] = '\0';
	body = old;
	if (has_head(old))
		body = strstr(old, end) + strlen(end);
	out = open_memstream(&text, &size);
	if (out && cell->overridden) {
		fputs(set, out);
		say_set(out, cell);
		fputc('\n', out);
	} else if (out && costs_points(cell)) {
		fputs(late, out);
		say_late(out, cell);
		fputc('\n', out);
	}
	if (out)
		fputs(body, out);
	err = out && !fclose(out) ? 0 : -ENOMEM;
	if (!err && strcmp(text, old))
		err = file_put_quick(path, text, size);
	free(text);
	free(old);
	return err;
}

int feedback_write(const struct book *book, const char *results)
{
	int err = 0;

	for (size_t i = 0; !err && i < book->nr_rows; i++) {
		const struct book_row *row = &book->rows[i];

		err = put(results, row->student, compose(book, row));
		for (size_t k = 0; !err && k < book->nr_labs; k++)
			if (row->cells[k].state == BOOK_GRADED)
				err = put_head(book, results, row, k);
	}
	return err;
}
