/* SPDX-License-Identifier: MIT */
/* The kinds of grants: how each is given, and taken back; see grants.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/kernel/kfile.h"
#include "grants.h"

#define VALUE_MAX 256

static bool is_kernel_file(const char *path)
{
	return !strncmp(path, "/sys/", 5) ||
	       (!strncmp(path, "/proc/", 6) && strncmp(path, "/proc/sys/", 10));
}

static bool is_device_name(const char *path)
{
	return !strncmp(path, "/dev/", 5) && path[5] && path[5] != '.' &&
	       !strchr(path + 5, '/');
}

static bool is_sysctl(const char *path)
{
	return !strncmp(path, "/proc/sys/", 10);
}

/* A setting is a line that can be read and written; of words to choose from, the one in
 * brackets. NULL if it is none. */
static char *read_value(const char *path)
{
	struct kfile_line line = {.text = ""};
	char *begin = line.text, *end = NULL;
	FILE *file;

	if (kfile_fopen(path, &file))
		return NULL;
	if (kfile_line(file, &line) || strlen(line.text) > VALUE_MAX)
		line.text[0] = '\0';
	fclose(file);
	if (strchr(begin, '['))
		begin = strchr(begin, '[') + 1;
	end = begin > line.text ? strchr(begin, ']') : NULL;
	if (end)
		*end = '\0';
	return *begin ? strdup(begin) : NULL;
}

/* A setting that refuses its old value is no fault of whoever looks: the virtual machine is
 * thrown away, and who keeps the settings of a host puts them back himself, and says so. */
static void put_value_back(const struct grant *grant)
{
	char *now = grant->value ? read_value(grant->path) : NULL;

	/* What is as it was is not written: some settings act on every write. */
	if (now && strcmp(now, grant->value))
		kfile_put(grant->path, grant->value);
	free(now);
}

static int note(struct grant *grant, gid_t gid)
{
	struct stat st;

	(void)gid;
	if (lstat(grant->path, &st))
		return -errno;
	grant->gid = st.st_gid;
	grant->mode = st.st_mode & 07777;
	if (S_ISREG(st.st_mode) && (st.st_mode & 0600) == 0600)
		grant->value = read_value(grant->path);
	return 0;
}

static int forget(const struct grant *grant)
{
	put_value_back(grant);
	return 0;
}

/* The group gets what the owner has, in this order: nobody else is to have it for a moment. */
static int lend(struct grant *grant, gid_t gid)
{
	int r = note(grant, gid);

	if (r)
		return r;
	if (lchown(grant->path, (uid_t)-1, gid))
		return -errno;
	if (chmod(grant->path, grant->mode | (grant->mode & 0700) >> 3)) {
		r = -errno;
		lchown(grant->path, (uid_t)-1, grant->gid);
	}
	return r;
}

static int fetch(const struct grant *grant)
{
	int r = chmod(grant->path, grant->mode) ? -errno : 0;

	if (lchown(grant->path, (uid_t)-1, grant->gid) && !r)
		r = -errno;
	put_value_back(grant);
	return r;
}

/* What has neither give() nor take_back() is the sandbox's to give, and ends with it. */
static const struct kind {
	const char *name;
	const char *paths; /* which ones there may be, in words; NULL: it takes none */
	bool (*has)(const char *path);
	mode_t type; /* of file */
	int (*give)(struct grant *grant, gid_t gid);
	int (*take_back)(const struct grant *grant);
} kinds[] = {
	[GRANT_PAGEMAP] = {"pagemap", NULL, NULL, 0, NULL, NULL},
	[GRANT_FILE] = {"file", "a file of /sys, or of /proc but not below /proc/sys",
		is_kernel_file, S_IFREG, lend, fetch},
	[GRANT_DEVICE] = {"device", "a character device right below /dev", is_device_name,
		S_IFCHR, lend, fetch},
	[GRANT_HUGETLBFS] = {"hugetlbfs", NULL, NULL, 0, NULL, NULL},
	[GRANT_SYSCTL] = {"sysctl", "a file below /proc/sys", is_sysctl, S_IFREG, note,
		forget},
	[GRANT_CGROUP] = {"cgroup", NULL, NULL, 0, NULL, NULL},
};

#define NR_KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* KIND, or KIND:PATH. NULL if there is no such kind, or none with a path, or without one. */
static const struct kind *find_kind(const char *name, const char **ret_path)
{
	const char *colon = strchr(name, ':');
	size_t length = colon ? (size_t)(colon - name) : strlen(name);

	for (size_t i = 0; i < NR_KINDS; i++)
		if (strlen(kinds[i].name) == length &&
			!strncmp(kinds[i].name, name, length) &&
			!kinds[i].paths == !colon) {
			*ret_path = colon ? colon + 1 : NULL;
			return &kinds[i];
		}
	return NULL;
}

/* 0, -EINVAL: not what the kind wants; -ENOENT: not there. */
static int check_path(const struct kind *kind, const char *path)
{
	struct stat st;

	if (!path)
		return 0;
	if (strstr(path, "/..") || !kind->has(path))
		return -EINVAL;
	if (lstat(path, &st))
		return -errno;
	return (st.st_mode & S_IFMT) == kind->type ? 0 : -EINVAL;
}

static int give(const char *name, gid_t gid, struct grants *grants)
{
	const char *path;
	const struct kind *kind = find_kind(name, &path);
	int r = kind ? check_path(kind, path) : -EINVAL;
	struct grant grant = {.path = NULL};

	if (!r && grants->nr == GRANTS_MAX)
		r = -E2BIG;
	if (r)
		return r;
	grant.kind = (enum grant_kind)(kind - kinds);
	if (path) {
		grant.path = strdup(path);
		r = grant.path ? kind->give(&grant, gid) : -ENOMEM;
	}
	if (r) {
		free(grant.path);
		free(grant.value);
		return r;
	}
	grants->list[grants->nr++] = grant;
	return 0;
}

int grants_give(const char *const names[], size_t nr_names, gid_t gid, struct grants *ret)
{
	struct grants grants = {.nr = 0};

	for (size_t i = 0; i < nr_names; i++) {
		int r = give(names[i], gid, &grants);

		if (r) {
			grants_take_back(&grants);
			return r;
		}
	}
	*ret = grants;
	return 0;
}

bool grants_hold(const struct grants *grants, enum grant_kind kind, const char *path)
{
	for (size_t i = 0; i < grants->nr; i++)
		if (grants->list[i].kind == kind &&
			(!path || !strcmp(grants->list[i].path, path)))
			return true;
	return false;
}

static void tell_kinds(const char *name, char *ret, size_t size)
{
	size_t at = (size_t)snprintf(
		ret, size, "lab.json: there is no grant “%.200s”; there are:", name);

	for (size_t i = 0; i < NR_KINDS && at < size; i++)
		at += (size_t)snprintf(ret + at, size - at, "%s %s%s", i ? "," : "",
			kinds[i].name, kinds[i].paths ? ":PATH" : "");
}

bool grants_fault(const char *const names[], size_t nr_names, char *ret, size_t size)
{
	for (size_t i = 0; i < nr_names; i++) {
		const char *path;
		const struct kind *kind = find_kind(names[i], &path);
		int r = kind ? check_path(kind, path) : 0;

		if (!kind)
			tell_kinds(names[i], ret, size);
		else if (r == -ENOENT)
			snprintf(ret, size, "the machine has no %s, which the lab needs",
				path);
		else if (r)
			snprintf(ret, size, "lab.json: the grant “%.200s” is not of %s",
				names[i], kind->paths);
		if (!kind || r)
			return true;
	}
	return false;
}

int grants_take_back(struct grants *grants)
{
	int first = 0;

	/* Backwards: a file named twice gets its first group back last. */
	while (grants->nr) {
		struct grant *grant = &grants->list[--grants->nr];
		const struct kind *kind = &kinds[grant->kind];
		int r = kind->take_back ? kind->take_back(grant) : 0;

		if (!first)
			first = r;
		free(grant->path);
		free(grant->value);
	}
	return first;
}
