/* SPDX-License-Identifier: MIT */
/* What a student is told of the whole submission, see feedback.h. */
#include "feedback.h"
#include "grader/base/file_replace.h"
#include "grader/base/text.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static void say(FILE *out, const struct book *book, const struct grade_student *student)
{
	if (student->is_untouched)
		fputs("The exercises that you sent are as they were handed out, so there "
		      "is "
		      "nothing to grade.\n",
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
static char *compose(const struct book *book, const struct grade_student *student)
{
	char *text = NULL, *clean;
	size_t size = 0, said;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	say(out, book, student);
	fflush(out);
	said = size;
	if (said)
		say_time(out, student);
	if (fclose(out))
		return NULL;
	clean = text_clean(text, size);
	free(text);
	return clean;
}

int feedback_write(const struct book *book, const char *results)
{
	char path[PATH_MAX];
	int err = 0;

	for (size_t i = 0; !err && i < book->class->nr_students; i++) {
		const struct grade_student *student = &book->class->students[i];
		char *text = compose(book, student);
		int n = snprintf(path, sizeof(path), "%s/%s", results, student->name);

		if (!text)
			err = -ENOMEM;
		else if (n < 0 || n + sizeof("/feedback.txt") > sizeof(path))
			err = -ENAMETOOLONG;
		else if (*text && mkdir(path, 0777) && errno != EEXIST)
			err = -errno;
		if (!err) {
			strcpy(path + n, "/feedback.txt");
			if (*text)
				err = file_update(path, text, strlen(text));
			else if (unlink(path) && errno != ENOENT)
				err = -errno;
		}
		free(text);
	}
	return err;
}
