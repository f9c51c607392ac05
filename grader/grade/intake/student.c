/* SPDX-License-Identifier: MIT */
/* From a student's files to one source a lab, see student.h. */
#include "student.h"
#include "export.h"
#include "grader/base/file_replace.h"
#include "names.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 3 /* archives in archives */

struct grade_found {
	const char *lab;
	char *path; /* with the archives that it is in */
	const char *entry;
	char *data;
	size_t size;
	char sha256[GRADE_SHA]; /* of the text, whatever its line ends */
	struct grade_place place;
	bool is_spare; /* from a folder of the build */
	bool is_dropped;
	/* Of several the last one counts. */
	int64_t submitted;
	unsigned attempt, copy;
	bool is_late;
};

static void on_refused(void *arg, const char *path, const char *reason)
{
	struct grade_sent *sent = arg;
	char *whole;

	if (sent->is_whole && !sent->depth)
		whole = strdup(sent->entry);
	else if (asprintf(&whole, "%s: %s%s", sent->entry, sent->prefix, path) < 0)
		return;
	if (!whole)
		return;
	/* What is read a second time is told once. */
	for (size_t i = 0; sent->all && i < sent->class->nr_refusals; i++)
		if (!strcmp(sent->class->refusals[i].path, whole)) {
			free(whole);
			return;
		}
	grade_refuse(sent->class, sent->student, whole, reason);
	free(whole);
}

void grade_sent_see(struct grade_sent *sent, const char *path)
{
	if (sent->nr_seen < GRADE_SEEN &&
		asprintf(&sent->seen[sent->nr_seen], "%s%s", sent->prefix, path) < 0)
		sent->seen[sent->nr_seen] = NULL;
	sent->nr_seen++;
}

/* Two editors' line ends are one text. */
static int hash(const char *data, size_t size, char ret[GRADE_SHA])
{
	char *text = malloc(size + 1);
	size_t n = 0;

	if (!text)
		return -ENOMEM;
	for (size_t i = 0; i < size; i++)
		if (data[i] != '\r')
			text[n++] = data[i];
	while (n && strchr(" \t\n", text[n - 1]))
		n--;
	SHA256Data((const uint8_t *)text, n, ret);
	free(text);
	return 0;
}

static int add(struct grade_sent *sent, const struct grade_place *place, const char *path,
	const char *data, size_t size)
{
	struct grade_found *found =
		reallocarray(sent->found, sent->nr_found + 1, sizeof(*found));
	struct grade_found f = {.lab = place->lab,
		.entry = sent->entry,
		.data = malloc(size + 1),
		.size = size,
		.place = *place,
		.is_spare = grade_path_is_noise(path),
		.submitted = sent->told ? sent->told->submitted : 0,
		.attempt = sent->told ? sent->told->attempt : 0,
		.is_late = sent->told && sent->told->is_late,
		.copy = sent->copy > place->copy ? sent->copy : place->copy};

	if (found)
		sent->found = found;
	if (asprintf(&f.path, "%s%s", sent->prefix, path) < 0)
		f.path = NULL;
	if (!found || !f.path || !f.data || hash(data, size, f.sha256)) {
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

/* What the path says, behind the archives that it is in. */
static bool is_place(
	const struct grade_sent *sent, const char *path, struct grade_place *ret)
{
	const struct grade_intake *intake = sent->intake;
	char whole[PATH_MAX];

	if (sent->lab && !sent->depth) {
		*ret = (struct grade_place){.lab = sent->lab, .is_exact = true};
		return true;
	}
	/* Asked for all, a folder of the build is one like others. */
	if (sent->all)
		for (const char *at;
			grade_path_is_noise(path) && (at = strchr(path, '/'));)
			path = at + 1;
	if (snprintf(whole, sizeof(whole), "%s%s", sent->prefix, path) >=
		(int)sizeof(whole))
		return false;
	return grade_place_of(whole, intake->folders, intake->only, ret);
}

/* Those of a platform's entries stand first in a path, or behind a folder around all. */
static void see_names(struct grade_sent *sent, const char *path)
{
	for (int i = 0; i < 2 && *path; i++) {
		char name[NAME_MAX + 1];
		size_t length = strcspn(path, "/\\");

		snprintf(name, sizeof(name), "%.*s", (int)length, path);
		download_see(&sent->names, name, !path[length]);
		path += length + (path[length] != '\0');
	}
}

/* What Sakai has in each student's folder, of those too who have sent nothing; and what the teacher
 * gave back. */
static bool is_the_platforms(const struct grade_sent *sent, const char *path)
{
	static const char *const names[] = {
		EXPORT_SAKAI_FILE, "comments.txt", "feedbackText.html"};
	static const char feedback[] = "Feedback Attachment(s)/";

	if (sent->told->layout != GRADE_SAKAI || sent->depth)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(path, names[i]))
			return true;
	return !strncmp(path, feedback, strlen(feedback)) ||
	       (strstr(path, "_submissionText.html") && !strchr(path, '/'));
}

static bool is_wanted(void *arg, const char *path)
{
	struct grade_sent *sent = arg;
	struct grade_place place;

	if (is_the_platforms(sent, path))
		return false;
	if (sent->is_whole && sent->depth == 1)
		see_names(sent, path);
	if (is_place(sent, path, &place))
		return true;
	if (sent->depth || !sent->is_whole)
		grade_sent_see(sent, path);
	return false;
}

/* An archive's name without its end stands for a folder around what is in it. */
static void enter(struct grade_sent *sent, const char *path)
{
	size_t length = strlen(path), end = length - grade_archive_suffix(path);
	size_t at = strlen(sent->prefix);
	/* Of lab03.tar-2.gz and lab03-2.tar.gz the number is in what was cut off. */
	const char *number = strpbrk(path + end, "0123456789");
	unsigned copy = grade_copy_of(path, length);

	if (!copy)
		copy = grade_copy_of(path, end);
	while (!copy && number && number[-1] != '-' && number[-1] != ' ' &&
		number[-1] != '(')
		number = strpbrk(number + 1, "0123456789");
	if (!copy && number)
		copy = (unsigned)atoi(number);
	if (copy > sent->copy)
		sent->copy = copy;
	sent->depth++;
	/* An archive that is all of a student has the student's name. */
	if (sent->depth > 1 || !sent->is_whole)
		snprintf(sent->prefix + at, sizeof(sent->prefix) - at, "%.*s/", (int)end,
			path);
}

/* Of bytes in memory, or without any of a file that is open. */
static int read_inner(
	struct grade_sent *sent, const char *path, const char *data, int fd, size_t size)
{
	struct grade_reader reader = grade_sent_reader(sent);
	size_t length = strlen(sent->prefix), nr_before = sent->nr_found;
	unsigned copy = sent->copy;
	char why[GRADE_WHY];
	int err;

	enter(sent, path);
	err = data ? grade_read_archive(data, size, &reader, why)
		   : grade_read_archive_file(fd, size, &reader, why);
	sent->depth--;
	sent->copy = copy;
	sent->prefix[length] = '\0';
	/* A document may be an archive too, of which nobody speaks. */
	if (!err || (err == -EBADMSG && !grade_archive_suffix(path)))
		return 0;
	/* Nothing of this archive is taken; where it was too much, nothing at all. */
	if (err != -EFBIG || !sent->is_refused)
		on_refused(sent, path, why);
	sent->is_refused = true;
	drop_from(sent, err == -EFBIG ? 0 : nr_before);
	return err == -EBADMSG ? 0 : err;
}

/* Too large to be in memory, so no other archive holds it. */
static int on_archive(void *arg, const char *path, int fd, size_t size)
{
	return read_inner(arg, path, NULL, fd, size);
}

/* exercise.c.gz. Whether it was one file, or must be looked at as an archive of more. */
static bool take_packed(struct grade_sent *sent, const struct grade_place *place,
	const char *path, const char *data, size_t size, int *ret)
{
	char why[GRADE_WHY], *text;
	size_t length;
	int err = grade_unpack(data, size, sent->budget.file_bytes, &text, &length, why);
	bool is_archive = !err && grade_content_of(text, length) != GRADE_CONTENT_OTHER;

	if (err == -EFBIG)
		snprintf(why, sizeof(why), "more than 1 MiB after unpacking");
	if (err == -EFBIG || err == -EBADMSG) {
		on_refused(sent, path, why);
		sent->is_refused = true;
		*ret = 0;
		return true;
	}
	if (!err && !is_archive)
		*ret = add(sent, place, path, text, length);
	else
		*ret = err;
	if (!err)
		free(text);
	return err || !is_archive;
}

static int on_file(void *arg, const char *path, const char *data, size_t size)
{
	struct grade_sent *sent = arg;
	enum grade_content content = grade_content_of(data, size);
	struct grade_place place;
	bool is_named;
	int err;

	if (content == GRADE_CONTENT_RAR) {
		on_refused(sent, path, "a RAR archive, which is not read: send a .zip");
		sent->is_refused = true;
		return 0;
	}
	is_named = is_place(sent, path, &place);
	if (is_named && content == GRADE_CONTENT_OTHER)
		return add(sent, &place, path, data, size);
	if (is_named && grade_is_packed(path) &&
		take_packed(sent, &place, path, data, size, &err))
		return err;
	if (content == GRADE_CONTENT_OTHER && !grade_archive_suffix(path))
		return 0;
	if (!size) {
		on_refused(sent, path, "an empty file");
		sent->is_refused = true;
		return 0;
	}
	if (sent->depth >= DEEPEST) {
		on_refused(sent, path, "an archive in an archive in an archive");
		sent->is_refused = true;
		return 0;
	}
	return read_inner(sent, path, data, -1, size);
}

struct grade_reader grade_sent_reader(struct grade_sent *sent)
{
	return (struct grade_reader){.budget = &sent->budget,
		.all = sent->all,
		.arg = sent,
		.is_wanted = is_wanted,
		.on_file = on_file,
		.on_archive = on_archive,
		.on_refused = on_refused};
}

void grade_sent_drop(struct grade_sent *sent)
{
	drop_from(sent, 0);
	free(sent->found);
	sent->found = NULL;
	for (size_t i = 0; i < GRADE_SEEN; i++) {
		free(sent->seen[i]);
		sent->seen[i] = NULL;
	}
	sent->nr_seen = 0;
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
	err = file_put_folder(path);
	n += sprintf(path + n, "/%s", found->lab);
	if (!err)
		err = file_put_folder(path);
	if (!err) {
		strcpy(path + n, "/exercise.c");
		err = file_put_quick(path, found->data, found->size);
	}
	if (err)
		snprintf(why, GRADE_WHY, "%.400s: %s", path, strerror(-err));
	return err;
}

static int keep(struct grade_sent *sent, const struct grade_found *found,
	size_t nr_versions, struct grade_student *student, char *why)
{
	struct grade_pair *pairs =
		reallocarray(student->pairs, student->nr_pairs + 1, sizeof(*pairs));
	struct grade_pair pair = {.lab = found->lab,
		.nr_versions = nr_versions,
		.submitted = found->submitted,
		.is_late = found->is_late};

	if (!pairs)
		return -ENOMEM;
	student->pairs = pairs;
	SHA256Data((const uint8_t *)found->data, found->size, pair.sha256);
	pairs[student->nr_pairs++] = pair;
	if (found->submitted > student->submitted)
		student->submitted = found->submitted;
	student->is_late |= found->is_late;
	return sent->intake->dry ? 0 : keep_source(sent, found, why);
}

/* Which of two is later, or is more surely an exercise. */
static int compare(const struct grade_found *a, const struct grade_found *b)
{
	if (a->is_spare != b->is_spare)
		return a->is_spare ? -1 : 1;
	if (a->submitted != b->submitted)
		return a->submitted < b->submitted ? -1 : 1;
	if (a->attempt != b->attempt)
		return a->attempt < b->attempt ? -1 : 1;
	if (a->place.is_exact != b->place.is_exact)
		return a->place.is_exact ? 1 : -1;
	return (a->copy > b->copy) - (a->copy < b->copy);
}

/* Different ones, as sure as the one that counts. */
static size_t count_versions(
	const struct grade_sent *sent, const struct grade_found *last)
{
	size_t nr = 0;

	for (size_t i = 0; i < sent->nr_found; i++) {
		const struct grade_found *found = &sent->found[i];
		bool is_new = !found->is_dropped && found->lab == last->lab &&
			      found->is_spare == last->is_spare &&
			      found->place.is_exact == last->place.is_exact;

		for (size_t k = 0; is_new && k < i; k++)
			is_new = sent->found[k].lab != last->lab ||
				 strcmp(sent->found[k].sha256, found->sha256);
		nr += is_new;
	}
	return nr;
}

static void refuse_unclear(struct grade_sent *sent, const struct grade_found *found)
{
	sent->entry = found->entry;
	on_refused(sent, found->path,
		sent->is_doubled ? "this student is there more than once"
				 : "there is more than one exercise for this lab");
}

/* The last one of the lab; or all that cannot be told apart are refused. */
static int keep_lab(struct grade_sent *sent, const char *lab,
	struct grade_student *student, char *why)
{
	const struct grade_found *last = NULL;
	bool is_unclear = false;

	for (size_t i = 0; i < sent->nr_found; i++) {
		const struct grade_found *found = &sent->found[i];
		int order = last ? compare(found, last) : 1;

		if (found->lab != lab || found->is_dropped || order < 0)
			continue;
		is_unclear = !order &&
			     (is_unclear || strcmp(found->sha256, last->sha256) != 0);
		if (order > 0)
			last = found;
	}
	if (!last || !is_unclear)
		return last ? keep(sent, last, count_versions(sent, last), student, why)
			    : 0;
	for (size_t i = 0; i < sent->nr_found; i++)
		if (sent->found[i].lab == lab && !sent->found[i].is_dropped &&
			!compare(&sent->found[i], last))
			refuse_unclear(sent, &sent->found[i]);
	return 0;
}

static bool is_beside(const struct grade_found *a, const struct grade_found *b)
{
	size_t n = strrchr(a->path, '/') ? strrchr(a->path, '/') - a->path : 0;
	size_t m = strrchr(b->path, '/') ? strrchr(b->path, '/') - b->path : 0;

	return n == m && !strncmp(a->path, b->path, n);
}

/* The workbook's own skeleton of a lab; "" if there is none. */
static void hash_skeleton(
	const struct grade_sent *sent, const char *lab, char ret[GRADE_SHA])
{
	char path[PATH_MAX], *data;
	size_t size;

	*ret = '\0';
	if (!sent->intake->root ||
		snprintf(path, sizeof(path), "%s/labs/%s/skeleton.c", sent->intake->root,
			lab) >= (int)sizeof(path) ||
		grade_load(AT_FDCWD, path, GRADE_FILE_BYTES, &data, &size))
		return;
	hash(data, size, ret);
	free(data);
}

/*
 * Exercises as they were handed out are none that were sent: they lie beside their skeleton,
 * as in the template, or beside others. One that is sent alone is an attempt, if a poor one.
 */
static size_t drop_untouched(struct grade_sent *sent)
{
	char own[GRADE_SHA];
	size_t nr_exercises = 0, nr = 0;

	for (size_t i = 0; i < sent->nr_found; i++)
		nr_exercises +=
			!sent->found[i].place.is_skeleton && !sent->found[i].is_dropped;
	for (size_t i = 0; i < sent->nr_found; i++) {
		struct grade_found *found = &sent->found[i];

		if (found->is_dropped)
			continue;
		if (found->place.is_skeleton) {
			found->is_dropped = true;
			continue;
		}
		for (size_t k = 0; k < sent->nr_found && !found->is_dropped; k++)
			found->is_dropped = sent->found[k].place.is_skeleton &&
					    is_beside(found, &sent->found[k]) &&
					    !strcmp(found->sha256, sent->found[k].sha256);
		if (!found->is_dropped && nr_exercises > 1) {
			hash_skeleton(sent, found->lab, own);
			found->is_dropped = !strcmp(found->sha256, own);
		}
		nr += found->is_dropped;
	}
	return nr;
}

/* What nobody calls an exercise is one where nothing else is. */
static void drop_guesses(struct grade_sent *sent)
{
	bool is_told = false;

	for (size_t i = 0; i < sent->nr_found; i++)
		is_told |= !sent->found[i].place.is_guess;
	for (size_t i = 0; is_told && i < sent->nr_found; i++)
		sent->found[i].is_dropped |= sent->found[i].place.is_guess;
}

/* The reason, and what there was instead. */
static int refuse_all(struct grade_sent *sent)
{
	char *names = NULL;
	size_t size = 0;
	FILE *out;
	int err = grade_refuse(
		sent->class, sent->student, sent->entry, "no exercise found");

	if (err || !sent->nr_seen)
		return err;
	out = open_memstream(&names, &size);
	if (!out)
		return -ENOMEM;
	for (size_t i = 0; i < sent->nr_seen && i < GRADE_SEEN; i++)
		fprintf(out, "%s%s", i ? ", " : "", sent->seen[i] ? sent->seen[i] : "?");
	if (sent->nr_seen > GRADE_SEEN)
		fprintf(out, " and %zu more", sent->nr_seen - GRADE_SEEN);
	if (fclose(out))
		return -ENOMEM;
	err = grade_refuse(sent->class, sent->student, names,
		"this was there; an exercise is called lab03/exercise.c or lab03.c, with "
		"the number of the lab");
	free(names);
	return err;
}

int grade_sent_keep(struct grade_sent *sent, struct grade_student *ret, char *why)
{
	size_t nr_untouched, nr = 0;
	int err = 0;

	if (sent->names.is_class)
		return grade_refuse(sent->class, sent->student, sent->entry,
			"a platform's download, of several students: unpack it, and "
			"grade "
			"that folder");
	drop_guesses(sent);
	nr_untouched = drop_untouched(sent);
	for (size_t i = 0; i < sent->nr_found; i++)
		nr += !sent->found[i].is_dropped;
	ret->is_untouched = !nr && nr_untouched;
	ret->is_typed = sent->is_typed;
	if (!nr && !nr_untouched && !sent->is_refused && !sent->is_typed)
		return refuse_all(sent);
	for (const char *const *lab = sent->intake->folders; !err && *lab; lab++)
		err = keep_lab(sent, *lab, ret, why);
	return err;
}
