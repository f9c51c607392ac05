/* SPDX-License-Identifier: MIT */
/* Takes in a class, student by student, see intake.h. */
#include "intake.h"
#include "download.h"
#include "export.h"
#include "members.h"
#include "names.h"
#include "spelling.h"
#include "student.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An entry of the submissions, with what its name says. */
struct item {
	char *file; /* in the folder */
	char *name; /* the same as it can be read */
	bool is_file, is_clone;
	struct grade_entry entry; /* points into `name` */
	const char *lab;	  /* a file that is all that was sent: of this lab */
	bool has_lab; /* an archive with a lab in its name, which counts for a folder's */
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

static enum grade_content content_of(int at, const char *name)
{
	char data[GRADE_CONTENT_BYTES];
	int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, data, sizeof(data));

	if (fd >= 0)
		close(fd);
	return n > 0 ? grade_content_of(data, n) : GRADE_CONTENT_OTHER;
}

/* What a layout's name does not tell: a program by itself, an archive by another name. */
static bool is_understood(int at, struct item *item, const struct grade_intake *intake)
{
	if (item->is_file && !item->entry.member && !item->entry.is_typed)
		item->has_lab = grade_packed_attachment_parse(
			item->name, intake->folders, &item->entry);
	if (item->entry.layout != GRADE_OTHER || item->entry.is_typed)
		return true;
	item->lab = grade_attachment_parse(
		item->name, intake->folders, intake->only, &item->entry);
	if (item->lab)
		return true;
	item->lab = NULL;
	return grade_archive_suffix(item->name) ||
	       content_of(at, item->file) != GRADE_CONTENT_OTHER;
}

/* NULL if the entry can be a student's. */
static const char *entry_refused(
	int at, struct item *item, const struct grade_intake *intake)
{
	struct stat st;

	if (fstatat(at, item->file, &st, AT_SYMLINK_NOFOLLOW))
		return "cannot be read";
	if (S_ISLNK(st.st_mode))
		return "a link";
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return "neither file nor folder";
	item->is_file = S_ISREG(st.st_mode);
	grade_entry_parse(item->name, item->is_file, &item->entry);
	if (item->is_file && item->entry.layout == GRADE_OTHER &&
		grade_is_document(item->name))
		return "a document, and no exercise";
	if (!item->is_file && item->entry.layout == GRADE_PLAIN &&
		download_is_class(at, item->file, intake->folders))
		return "a platform's download, of several students: grade it by itself";
	if (!is_understood(at, item, intake))
		return grade_lab_of(item->name, intake->folders, intake->only)
			       ? "whose is it? Put it into a folder with the student's "
				 "name"
			       : "neither a student's folder nor an archive";
	return grade_name_refused(item->entry.student);
}

/* A folder that git has cloned. */
static bool is_clone(int at, const struct item *item)
{
	char path[NAME_MAX + 16];
	struct stat st;

	snprintf(path, sizeof(path), "%s/.git", item->file);
	return !item->is_file && !fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW) &&
	       S_ISDIR(st.st_mode);
}

static int add_item(int at, const char *file, struct items *items,
	const struct grade_intake *intake, struct grade_class *class)
{
	struct item item = {.file = strdup(file), .name = spelling_of_name(file)};
	const char *refused;
	int err = item.file && item.name ? 0 : -ENOMEM;

	if (!err) {
		refused = entry_refused(at, &item, intake);
		if (!refused) {
			item.is_clone = is_clone(at, &item);
			items->items[items->nr++] = item;
			return 0;
		}
		err = grade_refuse(class, "", item.name, refused);
	}
	free(item.file);
	free(item.name);
	return err;
}

static int list_entries(int at, struct items *ret, const struct grade_intake *intake,
	struct grade_class *class, char *why)
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
		if (!err && !grade_entry_is_noise(list[i]->d_name))
			err = add_item(at, list[i]->d_name, ret, intake, class);
		free(list[i]);
	}
	free(list);
	return err;
}

/* How much of `length` bytes two names begin with alike, up to a dash. */
static size_t shared(const char *a, const char *b, size_t length)
{
	size_t n = 0;

	while (n < length && a[n] && a[n] == b[n])
		n++;
	while (n && a[n - 1] != '-')
		n--;
	return n;
}

/*
 * GitHub Classroom calls a repository ASSIGNMENT-LOGIN, and the folder that its own tool
 * clones them into ASSIGNMENT-submissions. Of several clones the assignment is what their
 * names begin with.
 */
static size_t assignment_length(const struct items *items, const char *submissions)
{
	static const char end[] = "-submissions";
	const char *folder = strrchr(submissions, '/'), *first = NULL;
	size_t length, nr = 0, n = 0;

	folder = folder ? folder + 1 : submissions;
	length = strlen(folder);
	for (size_t i = 0; i < items->nr; i++) {
		const char *name = items->items[i].entry.student;

		if (!items->items[i].is_clone)
			continue;
		n = nr++ ? shared(name, first, n) : strlen(name);
		first = name;
	}
	if (nr > 1)
		return n;
	if (!nr || length < sizeof(end) || strcmp(folder + length - strlen(end), end))
		return 0;
	length -= strlen("submissions");
	return strncmp(first, folder, length) ? 0 : length;
}

static void name_clones(struct items *items, const char *submissions)
{
	size_t length = assignment_length(items, submissions);

	for (size_t i = 0; i < items->nr; i++) {
		struct item *item = &items->items[i];
		const char *login = item->entry.student + length;

		if (!item->is_clone || grade_name_refused(login))
			continue;
		snprintf(item->entry.who.login, sizeof(item->entry.who.login), "%.127s",
			login);
		item->entry.who.name[0] = '\0';
		memmove(item->entry.student, login, strlen(login) + 1);
	}
}

/* Whose all files of an attempt are, of which Blackboard tells in a text: a login may have a _ in
 * it, which the file's name has between its parts. */
static void name_attempts(struct items *items, const struct grade_who *who)
{
	char mark[sizeof(who->login) + 16];

	if (grade_name_refused(who->login))
		return;
	snprintf(mark, sizeof(mark), "_%s_attempt_", who->login);
	for (size_t i = 0; i < items->nr; i++) {
		struct item *item = &items->items[i];

		if (!item->is_file || !strstr(item->name, mark))
			continue;
		item->entry.who = *who;
		snprintf(item->entry.student, sizeof(item->entry.student), "%s",
			who->login);
	}
}

static void name_by_texts(int at, struct items *items)
{
	for (size_t i = 0; i < items->nr; i++) {
		const struct item *item = &items->items[i];
		struct grade_who who;
		size_t size;
		char *text;

		if (!item->entry.is_typed || !strstr(item->name, "_attempt_") ||
			grade_load(at, item->file, EXPORT_BLACKBOARD_BYTES, &text, &size))
			continue;
		text[size] = '\0';
		if (export_blackboard(text, &who))
			name_attempts(items, &who);
		free(text);
	}
}

/* When Sakai's folders came. */
static void name_times(int at, struct items *items)
{
	for (size_t i = 0; i < items->nr; i++) {
		struct item *item = &items->items[i];
		char path[NAME_MAX + sizeof(EXPORT_SAKAI_FILE) + 1], *text;
		size_t size;

		if (item->entry.layout != GRADE_SAKAI)
			continue;
		snprintf(path, sizeof(path), "%s/" EXPORT_SAKAI_FILE, item->file);
		if (grade_load(at, path, EXPORT_SAKAI_BYTES, &text, &size))
			continue;
		text[size] = '\0';
		item->entry.submitted = export_sakai(text);
		free(text);
	}
}

/* The same folder once more: two have handed it in together. */
static int add_partner(
	struct items *items, const struct item *item, const struct grade_entry *entry)
{
	struct item partner = *item;
	struct item *list = reallocarray(items->items, items->nr + 1, sizeof(*list));

	if (list)
		items->items = list;
	partner.entry = *entry;
	partner.file = strdup(partner.file);
	partner.name = strdup(partner.name);
	if (!list || !partner.file || !partner.name) {
		free(partner.file);
		free(partner.name);
		return -ENOMEM;
	}
	list[items->nr++] = partner;
	return 0;
}

/* Whose the folders of Gradescope's export are. */
static int name_exported(int at, struct items *items)
{
	size_t size, nr_folders = items->nr;
	char *text;
	int err = 0;

	if (grade_load(at, EXPORT_FILE, EXPORT_BYTES, &text, &size))
		return 0;
	text[size] = '\0';
	for (size_t i = 0; i < nr_folders && !err; i++) {
		struct item item = items->items[i];
		struct grade_entry entry = item.entry;

		for (unsigned nr = 0;
			!err && !item.is_file && export_find(text, item.name, nr, &entry);
			nr++) {
			if (grade_name_refused(entry.student))
				continue;
			if (nr)
				err = add_partner(items, &item, &entry);
			else
				items->items[i].entry = entry;
		}
	}
	free(text);
	return err;
}

static int read_item(int at, const struct item *item, struct grade_sent *sent, char *why)
{
	struct grade_reader reader;
	const char *member = item->entry.member;

	sent->entry = item->name;
	sent->told = &item->entry;
	sent->lab = item->lab;
	sent->is_whole = item->is_file && !member && !item->lab && !item->has_lab;
	if (item->entry.is_typed) {
		grade_sent_see(sent, member ? member : item->name);
		return 0;
	}
	reader = grade_sent_reader(sent);
	if (!item->is_file)
		return grade_read_folder(at, item->file, &reader, why);
	return grade_read_file(
		at, item->file, member ? member : item->name, &reader, why);
}

/* More than one entry that claims to be all of a student, and none says when. */
static bool is_doubled(const struct item *items, size_t nr)
{
	size_t nr_whole = 0;

	for (size_t i = 0; i < nr; i++)
		nr_whole += !items[i].entry.member && !items[i].entry.is_typed;
	return nr_whole && nr > 1;
}

static bool is_typed(const struct item *items, size_t nr)
{
	size_t nr_typed = 0;

	for (size_t i = 0; i < nr; i++)
		nr_typed += items[i].entry.is_typed;
	return nr_typed == nr;
}

static int add_student(
	struct grade_class *class, const struct item *item, struct grade_student **ret)
{
	char *clone = item->is_clone ? strdup(item->file) : NULL;
	int err = item->is_clone && !clone ? -ENOMEM : 0;

	if (!err)
		err = grade_class_add(class, item->entry.student, ret);
	if (err) {
		free(clone);
		return err;
	}
	(*ret)->who = item->entry.who;
	(*ret)->clone = clone;
	return 0;
}

static int read_all(
	int at, const struct item *items, size_t nr, struct grade_sent *sent, char *why)
{
	int err = 0;

	sent->budget = (struct grade_budget)GRADE_BUDGET;
	for (size_t i = 0; !err && i < nr; i++)
		err = read_item(at, &items[i], sent, why);
	return err;
}

/* All entries of one student. */
static int take_student(int at, const struct item *items, size_t nr,
	const struct grade_intake *intake, struct grade_class *class, char *why)
{
	const char *name = items->entry.student;
	struct grade_sent sent = {.intake = intake,
		.class = class,
		.student = name,
		.is_typed = is_typed(items, nr),
		.is_doubled = is_doubled(items, nr)};
	struct grade_student *student;
	int err = add_student(class, items, &student);

	if (!err)
		err = read_all(at, items, nr, &sent, why);
	/* Somebody has sent a folder of that name: then it is looked into, too. */
	if (!err && !sent.nr_found && !sent.is_refused) {
		grade_sent_drop(&sent);
		sent.all = true;
		err = read_all(at, items, nr, &sent, why);
	}
	sent.is_typed |= items->entry.layout == GRADE_SAKAI && !sent.nr_seen &&
			 !sent.nr_found && !sent.is_refused;
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
	err = list_entries(at, &items, intake, &class, why);
	if (!err)
		name_clones(&items, intake->submissions);
	if (!err) {
		name_by_texts(at, &items);
		name_times(at, &items);
	}
	if (!err)
		err = name_exported(at, &items);
	if (items.nr)
		qsort(items.items, items.nr, sizeof(*items.items), by_student);
	for (size_t i = 0, nr; !err && i < items.nr; i += nr) {
		const struct item *item = &items.items[i];

		for (nr = 1; i + nr < items.nr &&
			     !strcmp(item[nr].entry.student, item->entry.student);)
			nr++;
		err = take_student(at, item, nr, intake, &class, why);
	}
	for (size_t i = 0; i < items.nr; i++) {
		free(items.items[i].file);
		free(items.items[i].name);
	}
	free(items.items);
	close(at);
	if (err)
		grade_class_deinit(&class);
	else
		*ret = class;
	return err;
}
