/* SPDX-License-Identifier: MIT */
/* Gives kernel files to a user, and back; see grants.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grants.h"

static bool may_be_granted(const char *path)
{
	if (strstr(path, "/..") || !strncmp(path, "/proc/sys/", 10))
		return false;
	return !strncmp(path, "/sys/", 5) || !strncmp(path, "/proc/", 6);
}

static bool is_sysctl(const char *path)
{
	struct stat st;

	return !strncmp(path, "/proc/sys/", 10) && !strstr(path, "/..") &&
	       (lstat(path, &st) || S_ISREG(st.st_mode));
}

static bool is_device_name(const char *path)
{
	return !strncmp(path, "/dev/", 5) && path[5] && path[5] != '.' &&
	       !strchr(path + 5, '/');
}

static int give_path(
	const char *path, mode_t kind, uid_t uid, gid_t gid, struct grants *grants)
{
	struct grant_file *file = &grants->files[grants->nr_files];
	struct stat st;
	int r;

	if (grants->nr_files == GRANTS_MAX)
		return -E2BIG;
	if (lstat(path, &st))
		return -errno;
	if ((st.st_mode & S_IFMT) != kind)
		return -EINVAL;
	file->path = strdup(path);
	if (!file->path)
		return -ENOMEM;
	file->uid = st.st_uid;
	file->gid = st.st_gid;
	file->mode = st.st_mode & 07777;
	if (lchown(path, uid, gid)) {
		r = -errno;
		free(file->path);
		return r;
	}
	grants->nr_files++;
	return 0;
}

static int give(const char *name, uid_t uid, gid_t gid, struct grants *grants)
{
	if (!strncmp(name, "file:", 5))
		return may_be_granted(name + 5)
			       ? give_path(name + 5, S_IFREG, uid, gid, grants)
			       : -EINVAL;
	if (!strncmp(name, "device:", 7))
		return is_device_name(name + 7)
			       ? give_path(name + 7, S_IFCHR, uid, gid, grants)
			       : -EINVAL;
	if (!strncmp(name, "sysctl:", 7) && is_sysctl(name + 7))
		return access(name + 7, F_OK) ? -errno : 0;
	if (!strcmp(name, "pagemap"))
		grants->pagemap = true;
	else if (!strcmp(name, "hugetlbfs"))
		grants->hugetlbfs = true;
	else
		return -EINVAL;
	return 0;
}

int grants_give(const char *const names[], size_t nr_names, uid_t uid, gid_t gid,
	struct grants *ret)
{
	struct grants grants = {.nr_files = 0};

	for (size_t i = 0; i < nr_names; i++) {
		int r = give(names[i], uid, gid, &grants);

		if (r) {
			grants_take_back(&grants);
			return r;
		}
	}
	*ret = grants;
	return 0;
}

bool grants_allow_sysctl(const char *const names[], size_t nr_names, const char *path)
{
	for (size_t i = 0; i < nr_names; i++)
		if (!strncmp(names[i], "sysctl:", 7) && !strcmp(names[i] + 7, path))
			return true;
	return false;
}

const char *grants_missing(const char *const names[], size_t nr_names)
{
	for (size_t i = 0; i < nr_names; i++) {
		const char *path = strchr(names[i], ':');

		if (path && access(path + 1, F_OK) && errno == ENOENT)
			return path + 1;
	}
	return NULL;
}

int grants_take_back(struct grants *grants)
{
	int r = 0;

	/* Backwards: a file named twice gets its first owner back last. The owner may
	 * have changed the mode. */
	while (grants->nr_files) {
		struct grant_file *file = &grants->files[--grants->nr_files];

		if ((lchown(file->path, file->uid, file->gid) ||
			    chmod(file->path, file->mode)) &&
			!r)
			r = -errno;
		free(file->path);
	}
	grants->pagemap = grants->hugetlbfs = false;
	return r;
}
