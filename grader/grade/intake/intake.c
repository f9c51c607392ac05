/* SPDX-License-Identifier: MIT */
/* Takes in a class, student by student, see intake.h. */
#include "intake.h"
#include "members.h"
#include "names.h"
#include "student.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An entry of the submissions, with what its name says. */
struct item {
	char *name;
	bool is_file;
	struct grade_entry entry;
};

struct items {
	struct item *items;
	size_t nr;
};

static int by_student(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = strcmp(x->entry.student, y->entry.student);

	return order ? order : strcmp(x->name, y->name);
}

/* NULL if the entry can be a student's. */
static const char *entry_refused(int at, struct item *item)
{
	struct stat st;

	if (fstatat(at, item->name, &st, AT_SYMLINK_NOFOLLOW))
		return "cannot be read";
	if (S_ISLNK(st.st_mode))
		return "a link";
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return "neither file nor folder";
	item->is_file = S_ISREG(st.st_mode);
	grade_entry_parse(item->name, item->is_file, &item->entry);
	if (item->entry.layout == GRADE_OTHER)
		return "neither a student's folder nor an archive";
	return grade_name_refused(item->entry.student);
}

static int list_entries(int at, struct items *ret, struct grade_class *class, char *why)
{
	struct dirent **list;
	int nr = scandirat(at, ".", &list, NULL, alphasort), err = 0;

	if (nr < 0) {
		err = -errno;
		snprintf(why, GRADE_WHY, "%s", strerror(-err));
		return err;
	}
	*ret = (struct items){.items = calloc(nr, sizeof(*ret->items))};
	if (!ret->items)
		err = -ENOMEM;
	for (int i = 0; i < nr; i++) {
		struct item item = {.name = list[i]->d_name};
		const char *refused;

		if (!err && *item.name != '.') {
			refused = entry_refused(at, &item);
			if (refused)
				err = grade_refuse(class, "", item.name, refused);
			else if ((item.name = strdup(item.name)))
				ret->items[ret->nr++] = item;
			else
				err = -ENOMEM;
		}
		free(list[i]);
	}
	free(list);
	if (ret->nr)
		qsort(ret->items, ret->nr, sizeof(*ret->items), by_student);
	return err;
}

/* An item's name in the item itself, which was moved meanwhile. */
static const char *member_of(const struct item *item)
{
	struct grade_entry entry;

	grade_entry_parse(item->name, item->is_file, &entry);
	return entry.member;
}

static int read_item(int at, const struct item *item, struct grade_sent *sent, char *why)
{
	struct grade_reader reader = grade_sent_reader(sent);
	const char *member = member_of(item);

	if (!item->is_file)
		return grade_read_folder(at, item->name, &reader, why);
	return grade_read_file(
		at, item->name, member ? member : item->name, &reader, why);
}

/* More than one entry that claims to be all of a student. */
static bool is_doubled(const struct item *items, size_t nr)
{
	size_t nr_whole = 0;

	for (size_t i = 0; i < nr; i++)
		nr_whole += !member_of(&items[i]);
	return nr_whole > 1 || (nr_whole && nr > 1);
}

/* All entries of one student. */
static int take_student(int at, const struct item *items, size_t nr,
	const struct grade_intake *intake, struct grade_class *class, char *why)
{
	const char *name = items->entry.student;
	struct grade_sent sent = {.intake = intake,
		.class = class,
		.student = name,
		.budget = GRADE_BUDGET};
	struct grade_student *student;
	int err = grade_class_add(class, name, &student);

	if (!err && is_doubled(items, nr)) {
		for (size_t i = 0; !err && i < nr; i++)
			err = grade_refuse(class, name, items[i].name,
				"this student is there more than once");
		return err;
	}
	for (size_t i = 0; !err && i < nr; i++) {
		sent.entry = items[i].name;
		err = read_item(at, &items[i], &sent, why);
	}
	/* All of a student who sent too much is refused, and nobody else. */
	if (err == -EFBIG)
		err = sent.is_refused ? 0 : grade_refuse(class, name, sent.entry, why);
	else if (!err)
		err = grade_sent_keep(&sent, student, why);
	grade_sent_drop(&sent);
	return err;
}

int grade_take_in(const struct grade_intake *intake, struct grade_class *ret, char *why)
{
	int at = open(intake->submissions, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;
	struct grade_class class = {0};
	struct items items = {0};

	if (at < 0) {
		err = -errno;
		snprintf(why, GRADE_WHY, "%.300s: %s", intake->submissions,
			strerror(-err));
		return err;
	}
	snprintf(why, GRADE_WHY, "out of memory");
	err = list_entries(at, &items, &class, why);
	for (size_t i = 0, nr; !err && i < items.nr; i += nr) {
		const struct item *item = &items.items[i];

		for (nr = 1; i + nr < items.nr &&
			     !strcmp(item[nr].entry.student, item->entry.student);)
			nr++;
		err = take_student(at, item, nr, intake, &class, why);
	}
	for (size_t i = 0; i < items.nr; i++)
		free(items.items[i].name);
	free(items.items);
	close(at);
	if (err)
		grade_class_deinit(&class);
	else
		*ret = class;
	return err;
}
