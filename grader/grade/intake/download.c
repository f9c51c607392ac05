/* SPDX-License-Identifier: MIT */
/* A platform's download, see download.h. */
#include "download.h"
#include "export.h"
#include "names.h"
#include "spelling.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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

static int look(int at, struct content *ret)
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
			!fstatat(at, list[i]->d_name, &st, AT_SYMLINK_NOFOLLOW)) {
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

static int look_into(int at, const char *name, struct content *ret)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = look(fd, ret);
	close(fd);
	return err;
}

bool download_is_class(int at, const char *name)
{
	struct content content;

	return !look_into(at, name, &content) &&
	       (content.is_exported || content.names.is_class);
}

/* GitHub's own tool puts clones there. */
static bool is_of_clones(const char *name)
{
	static const char end[] = "-submissions";
	size_t length = strlen(name);

	return length > strlen(end) && !strcmp(name + length - strlen(end), end);
}

int download_find(const char *submissions, char ret[PATH_MAX])
{
	char path[PATH_MAX];
	struct content content;
	int err = look_into(AT_FDCWD, submissions, &content);

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
		if (look_into(AT_FDCWD, path, &content))
			return 0;
		if (is_here || content.is_exported || content.names.is_class ||
			content.names.has_folder) {
			snprintf(ret, PATH_MAX, "%s", path);
			return 0;
		}
	}
	return 0;
}
