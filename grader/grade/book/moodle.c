/* SPDX-License-Identifier: MIT */
/*
 * What Moodle imports. Three ways, from its documentation and sources:
 *
 *	Grades, Import, CSV file (“Grade import”): any columns; who it is by e-mail address or ID
 *	number.
 *
 *	An assignment's “Upload grading worksheet” (mod/assign/feedback/offline): Identifier, whose
 *	last word is the participant's number, Grade, and Last modified (grade) must be there; who is
 *	not in it stays as it is.
 *
 *	“Upload multiple feedback files in a zip” (mod/assign/feedback/file): folders called as those of
 *	the download, NAME_NUMBER_assignsubmission_file_, with the feedback in them.
 */
#include "format_class.h"
#include "grader/base/text.h"
#include "grader/grade/intake/members.h"
#include "grader/lab/lab_json.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define MOST_FEEDBACK (4 * 1024 * 1024)

/* Who sent what is in the cell. */
static const struct grade_student *sender(const struct book_row *row, size_t lab)
{
	const char *name = book_holder(row, lab);

	for (size_t i = 0; row->listed && i < row->listed->nr_kept; i++)
		if (!strcmp(row->listed->kept[i]->name, name))
			return row->listed->kept[i];
	return row->sent && !strcmp(row->sent->name, name) ? row->sent : row->kept;
}

/* The participant's number, which is another in each assignment: of what was sent for it, else of
 * a roster that is the assignment's worksheet. */
static const char *number_of(
	const struct book *book, const struct book_row *row, size_t lab)
{
	const char *identifier =
		row->listed ? roster_cell(&book->roster, row->listed, ROSTER_IDENTIFIER)
			    : "";
	const struct grade_student *student = sender(row, lab);
	size_t n = strcspn(identifier, "0123456789");

	if (student && *student->who.moodle)
		return student->who.moodle;
	if (identifier[n] &&
		strspn(identifier + n, "0123456789") == strlen(identifier + n))
		return identifier + n;
	return "";
}

static const char *name_of(const struct book_row *row)
{
	return row->listed || !row->sent || !*row->sent->who.name ? row->shown
								  : row->sent->who.name;
}

static const char *id_of(const struct book *book, const struct book_row *row)
{
	return row->listed ? roster_cell(&book->roster, row->listed, ROSTER_ID) : "";
}

/* What a roster that is the grading worksheet has for full marks: Moodle takes no more. */
static const char *maximum_of(const struct book *book, const struct book_row *row)
{
	return format_roster_cell(row, format_column(&book->roster, "Maximum grade"));
}

static void write_points(FILE *out, const struct book_cell *cell, const char *maximum)
{
	double points = book_points(cell);
	char text[BOOK_POINTS];

	book_points_text(format_scaled(points, maximum), text);
	fputs(points >= 0 ? text : "", out);
}

void format_moodle_grades(FILE *out, const struct book *book, const char *results)
{
	(void)results;
	fputs("Full name,ID number,Email address", out);
	for (size_t i = 0; i < book->nr_labs; i++)
		fprintf(out, ",Lab %.2s", book->labs[i]);
	fputs("\r\n", out);
	for (size_t i = 0; i < book->nr_rows; i++) {
		const struct book_row *row = &book->rows[i];

		format_cell(out, name_of(row));
		fputc(',', out);
		format_cell(out, id_of(book, row));
		fputc(',', out);
		format_cell(out, format_email(book, row));
		for (size_t k = 0; k < book->nr_labs; k++) {
			fputc(',', out);
			write_points(out, &row->cells[k], "");
		}
		fputs("\r\n", out);
	}
}

/* Moodle leaves a grade alone that was changed after this moment. */
static void write_now(FILE *out)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[64];

	if (localtime_r(&now, &tm) &&
		strftime(text, sizeof(text), "%d %B %Y, %H:%M", &tm))
		fprintf(out, "\"%s\"", text);
}

bool format_moodle_knows(const struct book *book, size_t lab)
{
	for (size_t i = 0; i < book->nr_rows; i++)
		if (*number_of(book, &book->rows[i], lab))
			return true;
	return false;
}

void format_moodle_worksheet(FILE *out, const struct book *book, size_t lab)
{
	fputs("Identifier,Full name,ID number,Email address,Grade,Maximum grade,"
	      "Last modified (grade)\r\n",
		out);
	for (size_t i = 0; i < book->nr_rows; i++) {
		const struct book_row *row = &book->rows[i];
		const char *number = number_of(book, row, lab);
		char text[BOOK_POINTS];

		if (!*number || book_points(&row->cells[lab]) < 0)
			continue;
		fprintf(out, "Participant %s,", number);
		format_cell(out, name_of(row));
		fputc(',', out);
		format_cell(out, id_of(book, row));
		fputc(',', out);
		format_cell(out, format_email(book, row));
		fputc(',', out);
		write_points(out, &row->cells[lab], maximum_of(book, row));
		book_points_text(format_scaled(LAB_POINTS, maximum_of(book, row)), text);
		fprintf(out, ",%s,", text);
		write_now(out);
		fputs("\r\n", out);
	}
}

static int add_file(struct archive *zip, const char *folder, const char *name,
	const char *data, size_t size)
{
	struct archive_entry *entry = archive_entry_new();
	char *path;
	int err = -ENOMEM;

	if (entry && asprintf(&path, "%s/%s", folder, name) >= 0) {
		archive_entry_set_pathname_utf8(entry, path);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_size(entry, size);
		archive_entry_set_mtime(
			entry, 315532800, 0); /* the same again is the same */
		if (archive_write_header(zip, entry) == ARCHIVE_OK &&
			archive_write_data(zip, data, size) == (la_ssize_t)size)
			err = 0;
		free(path);
	}
	archive_entry_free(entry);
	return err;
}

/* NAME_NUMBER_assignsubmission_file_ has no underscore in NAME. */
static char *folder_of(const struct book *book, const struct book_row *row, size_t lab)
{
	const char *number = number_of(book, row, lab);
	char *folder = NULL, *name = *number ? strdup(name_of(row)) : NULL;

	for (char *at = name; at && (at = strpbrk(at, "_/\\:*?\"<>|"));)
		*at = ' ';
	if (name && asprintf(&folder, "%s_%s_assignsubmission_file_", name, number) < 0)
		folder = NULL;
	free(name);
	return folder;
}

static int add_feedback(struct archive *zip, const char *folder, const char *results,
	const char *student, const char *lab)
{
	char path[PATH_MAX], name[64], *data;
	size_t size;
	int err;

	if (snprintf(path, sizeof(path), "%s/%s/%s%sfeedback.txt", results, student,
		    lab ? lab : "", lab ? "/" : "") >= (int)sizeof(path) ||
		grade_load(AT_FDCWD, path, MOST_FEEDBACK, &data, &size))
		return 0;
	if (lab)
		snprintf(name, sizeof(name), "feedback-lab%.2s.txt", lab);
	err = add_file(zip, folder, lab ? name : "feedback.txt", data, size);
	free(data);
	return err;
}

static int add_all(struct archive *zip, const struct book *book, const char *results)
{
	int err = 0;

	for (size_t i = 0; !err && i < book->nr_rows; i++) {
		const struct book_row *row = &book->rows[i];
		char *folder;

		for (size_t k = 0; !err && k < book->nr_labs; k++) {
			folder = row->cells[k].state == BOOK_GRADED
					 ? folder_of(book, row, k)
					 : NULL;
			if (folder)
				err = add_feedback(zip, folder, results,
					book_holder(row, k), book->labs[k]);
			free(folder);
		}
		folder = !err && row->sent && book->nr_labs ? folder_of(book, row, 0)
							    : NULL;
		if (folder)
			err = add_feedback(zip, folder, results, row->student, NULL);
		free(folder);
	}
	return err;
}

static la_ssize_t write_on(struct archive *zip, void *file, const void *data, size_t size)
{
	(void)zip;
	return fwrite(data, 1, size, file) == size ? (la_ssize_t)size : -1;
}

int format_moodle_feedback(
	const struct book *book, const char *results, char **ret, size_t *ret_size)
{
	struct archive *zip = archive_write_new();
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);
	int err = zip && out ? 0 : -ENOMEM;

	if (!err &&
		(archive_write_set_format_zip(zip) != ARCHIVE_OK ||
			archive_write_set_options(zip, "hdrcharset=UTF-8") <
				ARCHIVE_WARN ||
			archive_write_open(zip, out, NULL, write_on, NULL) != ARCHIVE_OK))
		err = -ENOMEM;
	if (!err)
		err = add_all(zip, book, results);
	if (zip && archive_write_close(zip) != ARCHIVE_OK && !err)
		err = -ENOMEM;
	if (zip)
		archive_write_free(zip);
	if (out && fclose(out) && !err)
		err = -ENOMEM;
	if (err) {
		free(data);
		return err;
	}
	*ret = data;
	*ret_size = size;
	return 0;
}
