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

/* Counts the student's folder for each lab that it holds an exercise of: true, if it is the second of one. */
static bool count_labs(int at, const char *name, const char *const *folders,
	const char *only, size_t *nr_students)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), nr;
	struct dirent **list;
	bool is_second = false;

	if (fd < 0)
		return false;
	nr = scandirat(fd, ".", &list, NULL, NULL);
	for (size_t lab = 0; folders[lab]; lab++) {
		bool holds = has_begun(at, name, folders[lab]);

		for (int i = 0; i < nr && !holds; i++) {
			char path[NAME_MAX + 16];

			snprintf(path, sizeof(path), "%s/exercise.c", list[i]->d_name);
			holds = folders[lab] ==
				grade_lab_of(
					is_there(fd, "%s", path) ? path : list[i]->d_name,
					folders, only);
		}
		nr_students[lab] += holds;
		is_second |= nr_students[lab] > 1;
	}
	for (int i = 0; i < nr; i++)
		free(list[i]);
	if (nr >= 0)
		free(list);
	close(fd);
	return is_second;
}

/* Whether the folder is a class that was put there by hand: the same lab is in two folders of it,
 * which are no labs' themselves. 0, 1 or -errno. */
static int is_by_hand(const char *path, const char *const *folders, const char *only)
{
	size_t nr_labs = 0, *nr_students;
	struct dirent **list;
	int at, nr, is_class = 0;

	while (folders[nr_labs])
		nr_labs++;
	nr_students = calloc(nr_labs + 1, sizeof(*nr_students));
	if (!nr_students)
		return -ENOMEM;
	at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	nr = at < 0 ? -1 : scandirat(at, ".", &list, NULL, NULL);
	for (int i = 0; i < nr && !is_class; i++) {
		const char *name = list[i]->d_name;
		char inner[NAME_MAX + 16];

		snprintf(inner, sizeof(inner), "%s/exercise.c", name);
		is_class = *name != '.' && !grade_folder_is_noise(name, strlen(name)) &&
			   !grade_lab_of(inner, folders, NULL) &&
			   count_labs(at, name, folders, only, nr_students);
	}
	for (int i = 0; i < nr; i++)
		free(list[i]);
	if (nr >= 0)
		free(list);
	if (at >= 0)
		close(at);
	free(nr_students);
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
		int is_here;

		if (content.nr != 1 || !content.is_folder || *content.names.student ||
			snprintf(path + length, sizeof(path) - length, "/%s",
				content.only) >= (int)(sizeof(path) - length))
			return 0;
		is_here = is_of_clones(content.only);
		if (look_into(AT_FDCWD, path, folders, &content))
			return 0;
		is_here |= content.is_exported || content.names.is_class ||
			   content.names.has_folder;
		if (!is_here)
			is_here = is_by_hand(path, folders, only);
		if (is_here < 0)
			return is_here;
		if (is_here) {
			snprintf(ret, PATH_MAX, "%s", path);
			return 0;
		}
	}
	return 0;
}
