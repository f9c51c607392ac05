/* SPDX-License-Identifier: MIT */
/* Files for other platforms, see format.h. */
#include "format.h"
#include "grader/base/file_replace.h"
#include "format_class.h"
#include "format_lab.h"
#include "grader/base/text.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name;
	unsigned format;
} names[] = {{"gradescope", FORMAT_GRADESCOPE}, {"prairielearn", FORMAT_PRAIRIELEARN},
	{"github", FORMAT_GITHUB}, {"autolab", FORMAT_AUTOLAB}, {"moodle", FORMAT_MOODLE},
	{"canvas", FORMAT_CANVAS}};

unsigned format_of(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i].name, name))
			return names[i].format;
	return 0;
}

/* The lines that tell a student what of his was refused, clean; NULL: no memory. */
static char *refusals(const struct grade_class *class, const char *student)
{
	char *text = NULL, *clean;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < class->nr_refusals; i++)
		if (!strcmp(class->refusals[i].student, student))
			fprintf(out, "refused: %s: %s\n", class->refusals[i].path,
				class->refusals[i].reason);
	if (fclose(out))
		return NULL;
	if (size > FORMAT_WORDS)
		size = FORMAT_WORDS;
	clean = text_clean(text, size);
	free(text);
	return clean;
}

/* RESULTS/STUDENT[/LAB]/NAME gets this text; without one, it goes. Frees `text`. */
static int put(const char *results, const char *student, const char *lab,
	const char *name, char *text)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/%s", results, student), err = 0;

	if (n < 0 || n >= (int)sizeof(path))
		err = -ENAMETOOLONG;
	/* Of who sent no exercise there is no folder. */
	else if (text)
		err = file_put_folder(path);
	if (!err && snprintf(path + n, sizeof(path) - n, "/%s%s%s", lab ? lab : "",
			    lab ? "/" : "", name) >= (int)sizeof(path) - n)
		err = -ENAMETOOLONG;
	if (!err && text)
		err = file_put_quick(path, text, strlen(text));
	else if (!err && unlink(path) && errno != ENOENT)
		err = -errno;
	free(text);
	return err;
}

/* As `put`; frees `json`, which is NULL where there was no memory. */
static int put_json(const char *results, const char *student, const char *lab,
	const char *name, json_t *json)
{
	char *text =
		json ? json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;

	json_decref(json);
	return text ? put(results, student, lab, name, text) : -ENOMEM;
}

static const char gradescope_name[] = "gradescope.json";
static const char prairielearn_name[] = "prairielearn.json";
static const char github_name[] = "github-output.txt";
static const char github_env_name[] = "github-env.txt";
static const char github_log_name[] = "github-log.txt";
static const char autolab_name[] = "autolab.json";

/* All that counts is excused: that is no zero. */
static bool is_excused(
	const struct book_row *row, const struct format_lab *labs, size_t nr)
{
	bool is_any = false;

	for (size_t i = 0; i < nr; i++) {
		if (labs[i].is_sent)
			return false;
		is_any |= row->cells[i].overridden && row->cells[i].excused;
	}
	return is_any;
}

/* Gradescope has no way to say that there is no score: then there is no file. */
static int write_gradescope(const struct book *book, const char *results,
	const struct book_row *row, const struct format_lab *labs)
{
	char *refused;
	int err;

	for (size_t i = 0; i < book->nr_labs; i++)
		if (format_is_ungraded(&labs[i]))
			return put(results, row->student, NULL, gradescope_name, NULL);
	if (is_excused(row, labs, book->nr_labs))
		return put(results, row->student, NULL, gradescope_name, NULL);
	refused = refusals(book->class, row->student);
	if (!refused)
		return -ENOMEM;
	err = put_json(results, row->student, NULL, gradescope_name,
		format_gradescope(labs, book->nr_labs, refused));
	free(refused);
	return err;
}

static int write_prairielearn(const struct book *book, const char *results,
	const struct book_row *row, const struct format_lab *labs)
{
	int err = 0;

	/* What a teacher decided of a lab that was not sent has no folder for a file. */
	for (size_t i = 0; !err && i < book->nr_labs; i++)
		if (row->cells[i].excused)
			err = put(results, book_holder(row, i), labs[i].folder,
				prairielearn_name, NULL);
		else if (row->cells[i].state != BOOK_NOT_SENT)
			err = put_json(results, book_holder(row, i), labs[i].folder,
				prairielearn_name, format_prairielearn(&labs[i]));
	return err;
}

static int write_github(const struct book *book, const char *results,
	const struct book_row *row, const struct format_lab *labs)
{
	char *text = format_github_output(labs, book->nr_labs), *refused;
	int err = text ? put(results, row->student, NULL, github_name, text) : -ENOMEM;

	if (err)
		return err;
	text = format_github_env(labs, book->nr_labs);
	err = text ? put(results, row->student, NULL, github_env_name, text) : -ENOMEM;
	refused = err ? NULL : refusals(book->class, row->student);
	text = refused ? format_github_log(labs, book->nr_labs, refused) : NULL;
	free(refused);
	if (err)
		return err;
	return text ? put(results, row->student, NULL, github_log_name, text) : -ENOMEM;
}

/* As with Gradescope: no file, no score. */
static int write_autolab(const struct book *book, const char *results,
	const struct book_row *row, const struct format_lab *labs)
{
	for (size_t i = 0; i < book->nr_labs; i++)
		if (format_is_ungraded(&labs[i]))
			return put(results, row->student, NULL, autolab_name, NULL);
	return put_json(results, row->student, NULL, autolab_name,
		format_autolab(labs, book->nr_labs));
}

/* What was written once and is not asked for now would tell of old results. */
static int take_away(const struct book *book, const char *results,
	const struct book_row *row, unsigned formats)
{
	int err = 0;

	if (formats & FORMAT_GRADESCOPE)
		err = put(results, row->student, NULL, gradescope_name, NULL);
	if (!err && formats & FORMAT_GITHUB)
		err = put(results, row->student, NULL, github_name, NULL);
	if (!err && formats & FORMAT_GITHUB)
		err = put(results, row->student, NULL, github_env_name, NULL);
	if (!err && formats & FORMAT_GITHUB)
		err = put(results, row->student, NULL, github_log_name, NULL);
	if (!err && formats & FORMAT_AUTOLAB)
		err = put(results, row->student, NULL, autolab_name, NULL);
	for (size_t i = 0; !err && formats & FORMAT_PRAIRIELEARN && i < book->nr_labs;
		i++)
		err = put(results, book_holder(row, i), book->labs[i], prairielearn_name,
			NULL);
	return err;
}

static int write_student(
	const struct book *book, const char *results, size_t row, unsigned formats)
{
	struct format_lab *labs = calloc(book->nr_labs + 1, sizeof(*labs));
	const struct book_row *of = &book->rows[row];
	int err = labs ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < book->nr_labs; i++)
		err = format_lab_load(book, results, row, i, &labs[i]);
	if (!err && formats & FORMAT_GRADESCOPE)
		err = write_gradescope(book, results, of, labs);
	if (!err && formats & FORMAT_PRAIRIELEARN)
		err = write_prairielearn(book, results, of, labs);
	if (!err && formats & FORMAT_GITHUB)
		err = write_github(book, results, of, labs);
	if (!err && formats & FORMAT_AUTOLAB)
		err = write_autolab(book, results, of, labs);
	for (size_t i = 0; labs && i < book->nr_labs; i++)
		format_lab_deinit(&labs[i]);
	free(labs);
	return err;
}

/* Somebody who sent nothing may have been given points. */
static bool has_points(const struct book *book, const struct book_row *row)
{
	for (size_t i = 0; i < book->nr_labs; i++)
		if (row->cells[i].overridden)
			return true;
	return row->sent || row->kept;
}

int format_write(const struct book *book, const char *results, unsigned formats)
{
	int err = format_class(book, results, formats);

	for (size_t i = 0; !err && i < book->nr_rows; i++) {
		if (!has_points(book, &book->rows[i]))
			continue;
		err = take_away(book, results, &book->rows[i], ~formats);
		if (!err && formats)
			err = write_student(book, results, i, formats);
	}
	return err;
}
