/* SPDX-License-Identifier: MIT */
/* The learner's journal, see journal.h. */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* FNV-1a: two checkouts of one name have folders of their own. */
static uint64_t number_of(const char *text)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		sum = (sum ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return sum;
}

int journal_path(const char *root, char ret[PATH_MAX])
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	const char *name = strrchr(root, '/');
	bool given = state && *state == '/'; /* others are to be ignored, says XDG */
	int n;

	if (!given && (!home || *home != '/' || access(home, F_OK)))
		return -ENOENT;
	n = snprintf(ret, PATH_MAX, "%s%s/pagelab/%s-%016" PRIx64 "/journal",
		given ? state : home, given ? "" : "/.local/state", name ? name + 1 : "",
		number_of(root));
	return n < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* All folders on the way to a file, private as XDG asks for. */
static int make_folders(char *path)
{
	int err = 0;

	for (char *at = path + 1; !err && (at = strchr(at, '/')); at++) {
		*at = '\0';
		if (mkdir(path, 0700) && errno != EEXIST)
			err = access(path, F_OK) ? -errno : 0;
		*at = '/';
	}
	return err;
}

int journal_add(const char *root, const char *folder, const char *what, const char *words)
{
	char path[PATH_MAX], line[PATH_MAX + 512];
	struct stat file;
	int fd, n = 0, err = journal_path(root, path);

	if (!err)
		err = make_folders(path);
	if (err)
		return err;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	if (!fstat(fd, &file) && !file.st_size)
		n = snprintf(line, sizeof(line), "# %s\n", root);
	n += snprintf(line + n, sizeof(line) - n, "%lld %.63s %.31s%s%.255s\n",
		(long long)time(NULL), folder, what, *words ? " " : "", words);
	if (write(fd, line, n) != n)
		err = errno ? -errno : -EIO;
	close(fd);
	return err;
}

int journal_open(const char *root, FILE **ret)
{
	char path[PATH_MAX];
	int err = journal_path(root, path);

	if (err)
		return err;
	*ret = fopen(path, "re");
	return *ret ? 0 : -errno;
}

int journal_next(FILE *journal, struct journal_event *ret)
{
	struct journal_event event;
	char line[1024];

	while (fgets(line, sizeof(line), journal)) {
		event = (struct journal_event){0};
		if (sscanf(line, "%lld %63s %31s %255[^\n]", &event.at, event.folder,
			    event.what, event.words) < 3)
			continue;
		*ret = event;
		return 0;
	}
	return -ENODATA;
}
