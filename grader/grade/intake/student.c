/* SPDX-License-Identifier: MIT */
/* From a student's files to one source a lab, see student.h. */
#include "student.h"
#include "grader/base/file_replace.h"
#include "names.h"

#include <errno.h>
#include <limits.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct grade_found {
	const char *lab;
	char *path;
	char *data;
	size_t size;
};

static void on_refused(void *arg, const char *path, const char *reason)
{
	struct grade_sent *sent = arg;
	char *whole;

	if (asprintf(&whole, "%s: %s", sent->entry, path) < 0)
		return;
	grade_refuse(sent->class, sent->student, whole, reason);
	free(whole);
}

static int add(struct grade_sent *sent, const char *lab, const char *path,
	const char *data, size_t size)
{
	struct grade_found *found =
		reallocarray(sent->found, sent->nr_found + 1, sizeof(*found));
	struct grade_found f = {
		.lab = lab, .path = strdup(path), .data = malloc(size + 1), .size = size};

	if (found)
		sent->found = found;
	if (!found || !f.path || !f.data) {
		free(f.path);
		free(f.data);
		return -ENOMEM;
	}
	memcpy(f.data, data, size);
	found[sent->nr_found++] = f;
	return 0;
}

static void drop_from(struct grade_sent *sent, size_t nr)
{
	while (sent->nr_found > nr) {
		struct grade_found *found = &sent->found[--sent->nr_found];

		free(found->path);
		free(found->data);
	}
}

static int on_file(void *arg, const char *path, const char *data, size_t size)
{
	struct grade_sent *sent = arg;
	const char *lab = grade_lab_of(path, sent->intake->folders, sent->intake->only);
	size_t nr_before = sent->nr_found;
	struct grade_reader reader;
	char why[GRADE_WHY];
	int err;

	if (lab)
		return add(sent, lab, path, data, size);
	if (!grade_archive_suffix(path) || sent->in_archive)
		return 0;
	reader = grade_sent_reader(sent);
	sent->in_archive = true;
	err = grade_read_archive(data, size, &reader, why);
	sent->in_archive = false;
	if (!err)
		return 0;
	/* Nothing of this archive is taken; where it was too much, nothing at all. */
	on_refused(sent, path, why);
	sent->is_refused = true;
	drop_from(sent, err == -EFBIG ? 0 : nr_before);
	return err == -EBADMSG ? 0 : err;
}

struct grade_reader grade_sent_reader(struct grade_sent *sent)
{
	return (struct grade_reader){.budget = &sent->budget,
		.arg = sent,
		.on_file = on_file,
		.on_refused = on_refused};
}

void grade_sent_drop(struct grade_sent *sent)
{
	drop_from(sent, 0);
	free(sent->found);
	sent->found = NULL;
}

/* RESULTS/STUDENT/LAB/exercise.c; a source that is there already is left alone. */
static int keep_source(
	const struct grade_sent *sent, const struct grade_found *found, char *why)
{
	char path[PATH_MAX];
	int n = snprintf(
		path, sizeof(path), "%s/%s", sent->intake->results, sent->student);
	int err;

	if (n < 0 || (size_t)n + strlen(found->lab) + 20 > sizeof(path))
		return -ENAMETOOLONG;
	mkdir(path, 0777);
	n += sprintf(path + n, "/%s", found->lab);
	mkdir(path, 0777);
	strcpy(path + n, "/exercise.c");
	err = file_update(path, found->data, found->size);
	if (err)
		snprintf(why, GRADE_WHY, "%.400s: %s", path, strerror(-err));
	return err;
}

static int keep(struct grade_sent *sent, const struct grade_found *found,
	struct grade_student *student, char *why)
{
	struct grade_pair *pairs =
		reallocarray(student->pairs, student->nr_pairs + 1, sizeof(*pairs));
	struct grade_pair pair = {.lab = found->lab};

	if (!pairs)
		return -ENOMEM;
	student->pairs = pairs;
	SHA256Data((const uint8_t *)found->data, found->size, pair.sha256);
	pairs[student->nr_pairs++] = pair;
	return sent->intake->dry ? 0 : keep_source(sent, found, why);
}

static size_t count(const struct grade_sent *sent, const char *lab)
{
	size_t nr = 0;

	for (size_t i = 0; i < sent->nr_found; i++)
		nr += sent->found[i].lab == lab;
	return nr;
}

int grade_sent_keep(struct grade_sent *sent, struct grade_student *ret, char *why)
{
	int err = 0;

	if (!sent->nr_found && !sent->is_refused)
		return grade_refuse(
			sent->class, sent->student, sent->entry, "no exercise found");
	for (const char *const *lab = sent->intake->folders; !err && *lab; lab++)
		for (size_t i = 0; !err && i < sent->nr_found; i++) {
			if (sent->found[i].lab != *lab)
				continue;
			if (count(sent, *lab) == 1)
				err = keep(sent, &sent->found[i], ret, why);
			else
				on_refused(sent, sent->found[i].path,
					"there is more than one exercise for this lab");
		}
	return err;
}
