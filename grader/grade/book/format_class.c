/* SPDX-License-Identifier: MIT */
/* Files for the class as a whole, see format_class.h. */
#include "format_class.h"
#include "format.h"
#include "grader/base/file_replace.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "platform"

static int take_away(const char *results, const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/" FOLDER "/%s", results, name) >=
		(int)sizeof(path))
		return -ENAMETOOLONG;
	return unlink(path) && errno != ENOENT && errno != ENOTDIR ? -errno : 0;
}

static int write_worksheet(
	const struct book *book, const char *results, const char *name, size_t lab)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return -ENOMEM;
	format_moodle_worksheet(out, book, lab);
	if (!fclose(out))
		return book_put_file(results, name, text, size);
	free(text);
	return -ENOMEM;
}

static int write_worksheets(const struct book *book, const char *results, bool wanted)
{
	int err = 0;

	for (size_t i = 0; !err && i < book->nr_labs; i++) {
		char name[64];

		snprintf(name, sizeof(name), "moodle-worksheet-lab%.2s.csv",
			book->labs[i]);
		if (!wanted || !format_moodle_knows(book, i)) {
			err = take_away(results, name);
			continue;
		}
		snprintf(name, sizeof(name), FOLDER "/moodle-worksheet-lab%.2s.csv",
			book->labs[i]);
		err = write_worksheet(book, results, name, i);
	}
	return err;
}

static int write_feedback(const struct book *book, const char *results)
{
	char path[PATH_MAX], *data;
	size_t size;
	int err = format_moodle_feedback(book, results, &data, &size);

	if (err)
		return err;
	if (snprintf(path, sizeof(path), "%s/" FOLDER "/moodle-feedback.zip", results) >=
		(int)sizeof(path))
		err = -ENAMETOOLONG;
	else
		err = file_put(path, data, size);
	free(data);
	return err;
}

bool format_lacks_worksheet(const struct book *book)
{
	for (size_t i = 0; i < book->nr_labs; i++)
		if (book->has_points[i] && !format_moodle_knows(book, i))
			return true;
	return false;
}

int format_class(const struct book *book, const char *results, unsigned formats)
{
	bool moodle = formats & FORMAT_MOODLE, canvas = formats & FORMAT_CANVAS;
	char path[PATH_MAX];
	int err = 0;

	if (snprintf(path, sizeof(path), "%s/" FOLDER, results) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	if (moodle || canvas)
		err = file_put_folder(path);
	if (err)
		return err;
	if (moodle)
		err = book_write_file(
			book, results, FOLDER "/moodle-grades.csv", format_moodle_grades);
	else
		err = take_away(results, "moodle-grades.csv");
	if (!err)
		err = write_worksheets(book, results, moodle);
	if (!err)
		err = moodle ? write_feedback(book, results)
			     : take_away(results, "moodle-feedback.zip");
	if (!err)
		err = canvas ? book_write_file(book, results, FOLDER "/canvas-grades.csv",
				       format_canvas_grades)
			     : take_away(results, "canvas-grades.csv");
	return err;
}
