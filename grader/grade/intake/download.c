/* SPDX-License-Identifier: MIT */
/* A platform's download, see download.h. */
#include "download.h"
#include "export.h"
#include "names.h"
#include "spelling.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEEPEST 2 /* folders around it */

void download_see(struct download_names *names, const char *entry, bool is_file)
{
	struct grade_entry parsed;

	grade_entry_parse(entry, is_file, &parsed);
	if (parsed.layout == GRADE_PLAIN || parsed.layout == GRADE_OTHER)
		return;
	names->has_folder |= !is_file;
	if (*names->student && strcmp(names->student, parsed.student))
		names->is_class = true;
	snprintf(names->student, sizeof(names->student), "%s", parsed.student);
}

/* What is in a folder. */
struct content {
	struct download_names names;
	bool is_exported; /* by Gradescope */
	size_t nr;	  /* entries that are somebody's */
	char only[NAME_MAX + 1];
	bool is_folder; /* the only one */
};

__attribute__((format(printf, 2, 3))) static bool is_there(
	int at, const char *format, ...)
{
	char path[3 * NAME_MAX];
	struct stat st;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(path, sizeof(path), format, ap);
	va_end(ap);
	return n < (int)sizeof(path) && !fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW);
}

static bool has_begun(int at, const char *name, const char *folder)
{
	return is_there(at, "%s/labs/%s/exercise.c", name, folder);
}

/* A template in which nothing was begun, or the results of a class. */
static bool is_the_teachers(int at, const char *name, const char *const *folders)
{
	if (is_there(at, "%s/assignment.json", name))
		return true;
	if (!is_there(at, "%s/labs", name) || !is_there(at, "%s/mk/make", name))
		return false;
	for (; *folders; folders++)
		if (has_begun(at, name, *folders))
			return false;
	return true;
}

/* "lab03.c", "lab03.c.txt", "Exercise (1).C": and "roster.csv" is none. */
static bool may_be_source(const char *name)
{
	for (; *name; name++)
		if (!strncasecmp(name, ".c", 2) && !isalnum((unsigned char)name[2]))
			return true;
	return false;
}

/* What nobody sends: a roster, a note, the archive that the folder beside it was unpacked from. */
static bool is_of_nobody(int at, const char *name)
{
	static const char template[] = "pagelab-student.tar";
	size_t length = strlen(name), suffix = grade_archive_suffix(name);
	struct grade_entry parsed;

	grade_entry_parse(name, true, &parsed);
	if (parsed.layout != GRADE_PLAIN && parsed.layout != GRADE_OTHER)
		return false;
	if (suffix)
		return !strncmp(name, template, strlen(template)) ||
		       is_there(at, "%.*s", (int)(length - suffix), name);
	return !grade_is_packed(name) && !may_be_source(name);
}

static int look(int at, const char *const *folders, struct content *ret)
{
	struct content content = {0};
	struct dirent **list;
	int nr = scandirat(at, ".", &list, NULL, NULL);

	if (nr < 0)
		return -errno;
	for (int i = 0; i < nr; i++) {
		char *name = spelling_of_name(list[i]->d_name);
		struct stat st;

		content.is_exported |= !strcmp(list[i]->d_name, EXPORT_FILE);
		if (name && !grade_entry_is_noise(name) &&
			!fstatat(at, list[i]->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
			!(S_ISDIR(st.st_mode)
					? is_the_teachers(at, list[i]->d_name, folders)
					: is_of_nobody(at, list[i]->d_name))) {
			content.nr++;
			content.is_folder = S_ISDIR(st.st_mode);
			snprintf(content.only, sizeof(content.only), "%s",
				list[i]->d_name);
			download_see(&content.names, name, S_ISREG(st.st_mode));
		}
		free(name);
		free(list[i]);
	}
	free(list);
	*ret = content;
	return 0;
}

static int look_into(
	int at, const char *name, const char *const *folders, struct content *ret)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = look(fd, folders, ret);
	close(fd);
	return err;
}

bool download_is_class(int at, const char *name, const char *const *folders)
{
	struct content content;

	return !look_into(at, name, folders, &content) &&
	       (content.is_exported || content.names.is_class);
}

/* GitHub's own tool puts clones there. */
static bool is_of_clones(const char *name)
{
	static const char end[] = "-submissions";
	size_t length = strlen(name);

	return length > strlen(end) && !strcmp(name + length - strlen(end), end);
}

/* Whether the folder holds an exercise of the lab, as a student's does. */
static bool holds_lab(int at, const char *name, const char *lab,
	const char *const *folders, const char *only)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), nr;
	bool holds = has_begun(at, name, lab);
	struct dirent **list;

	if (fd < 0)
		return false;
	nr = scandirat(fd, ".", &list, NULL, NULL);
	for (int i = 0; i < nr; i++) {
		char path[NAME_MAX + 16];

		snprintf(path, sizeof(path), "%s/exercise.c", list[i]->d_name);
		holds |= lab ==
			 grade_lab_of(is_there(fd, "%s", path) ? path : list[i]->d_name,
				 folders, only);
		free(list[i]);
	}
	if (nr >= 0)
		free(list);
	close(fd);
	return holds;
}

/* Whether the folder is a class that was put there by hand: the same lab is in two folders of it,
 * which are no labs' themselves. */
static bool is_by_hand(const char *path, const char *const *folders, const char *only)
{
	int at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), nr;
	struct dirent **list;
	bool is_class = false;

	if (at < 0)
		return false;
	nr = scandirat(at, ".", &list, NULL, NULL);
	for (const char *const *lab = folders; *lab && !is_class; lab++) {
		size_t nr_students = 0;

		for (int i = 0; i < nr; i++) {
			const char *name = list[i]->d_name;
			char inner[NAME_MAX + 16];

			snprintf(inner, sizeof(inner), "%s/exercise.c", name);
			nr_students += *name != '.' &&
				       !grade_folder_is_noise(name, strlen(name)) &&
				       !grade_lab_of(inner, folders, NULL) &&
				       holds_lab(at, name, *lab, folders, only);
		}
		is_class = nr_students > 1;
	}
	for (int i = 0; i < nr; i++)
		free(list[i]);
	if (nr >= 0)
		free(list);
	close(at);
	return is_class;
}

int download_find(const char *submissions, const char *const *folders, const char *only,
	char ret[PATH_MAX])
{
	char path[PATH_MAX];
	struct content content;
	int err = look_into(AT_FDCWD, submissions, folders, &content);

	if (err)
		return err;
	snprintf(ret, PATH_MAX, "%s", submissions);
	snprintf(path, sizeof(path), "%s", submissions);
	for (int i = 0; i < DEEPEST; i++) {
		size_t length = strlen(path);
		bool is_here;

		if (content.nr != 1 || !content.is_folder || *content.names.student ||
			snprintf(path + length, sizeof(path) - length, "/%s",
				content.only) >= (int)(sizeof(path) - length))
			return 0;
		is_here = is_of_clones(content.only);
		if (look_into(AT_FDCWD, path, folders, &content))
			return 0;
		if (is_here || content.is_exported || content.names.is_class ||
			content.names.has_folder || is_by_hand(path, folders, only)) {
			snprintf(ret, PATH_MAX, "%s", path);
			return 0;
		}
	}
	return 0;
}
