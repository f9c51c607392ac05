/* SPDX-License-Identifier: MIT */
/* One program's cgroup; see cgroup.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cgroup_priv.h"
#include "common/kernel/monotonic.h"

static const char *const roots[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};

static const char *find_root(void)
{
	struct statfs fs;

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (!statfs(roots[i], &fs) && (uint32_t)fs.f_type == CGROUP2_SUPER_MAGIC)
			return roots[i];
	return NULL;
}

/* The number after `key` in a flat keyed file. -EBADMSG if the key is not there. */
static int find_key(const char *text, const char *key, uint64_t *ret)
{
	size_t length = strlen(key);

	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, key, length) && line[length] == ' ') {
			*ret = strtoull(line + length, NULL, 10);
			return 0;
		}
	}
	return -EBADMSG;
}

/* Waits until `key` of cgroup.events is `value`; the kernel wakes us at each change. */
static int wait_event(
	const struct cgroup *cgroup, const char *key, uint64_t value, unsigned timeout_ms)
{
	uint64_t deadline = monotonic_ms() + timeout_ms;

	for (;;) {
		struct pollfd pfd = {.fd = cgroup->events_fd, .events = POLLPRI};
		uint64_t seen, now;
		char text[256];
		int r = cgroup_read(cgroup->events_fd, text, sizeof(text));

		if (!r)
			r = find_key(text, key, &seen);
		if (r || seen == value)
			return r;
		now = monotonic_ms();
		if (now >= deadline)
			return -ETIMEDOUT;
		poll(&pfd, 1, deadline - now < 50 ? (int)(deadline - now) : 50);
	}
}

static void enable_controllers(const char *root)
{
	int fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	cgroup_write(fd, "cgroup.subtree_control", "+memory");
	cgroup_write(fd, "cgroup.subtree_control", "+pids");
	close(fd);
}

/* A group of this name in the folder, with all groups in it; not what is still in use. */
static int remove_group(int dir_fd, const char *name)
{
	int fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") &&
			strcmp(entry->d_name, ".."))
			remove_group(dirfd(folder), entry->d_name);
	if (folder)
		closedir(folder);
	else if (fd >= 0)
		close(fd);
	return unlinkat(dir_fd, name, AT_REMOVEDIR) ? -errno : 0;
}

/* A caller that was killed cannot tidy up. */
static void remove_left_over(const char *root)
{
	DIR *folder = opendir(root);
	struct dirent *entry;
	unsigned number;
	int pid;

	while (folder && (entry = readdir(folder)))
		if (sscanf(entry->d_name, "pagelab-%d-%u", &pid, &number) == 2 &&
			kill(pid, 0) && errno == ESRCH)
			remove_group(dirfd(folder), entry->d_name);
	if (folder)
		closedir(folder);
}

static int make_folder(const char *root, struct cgroup *ret)
{
	for (unsigned i = 0; i < 1000; i++) {
		snprintf(ret->path, sizeof(ret->path), "%s/pagelab-%d-%u", root,
			(int)getpid(), i);
		if (!mkdir(ret->path, 0755))
			return 0;
		if (errno != EEXIST)
			return -errno;
	}
	return -EEXIST;
}

int cgroup_create(const struct cgroup_limits *limits, struct cgroup *ret,
	struct cgroup_bounds *ret_bounds)
{
	struct cgroup made = {.dir_fd = -1, .events_fd = -1, .own_fd = -1};
	struct cgroup_bounds bounds;
	const char *root = find_root();
	int r;

	if (!root)
		return -ENOENT;
	enable_controllers(root);
	remove_left_over(root);
	r = make_folder(root, &made);
	if (r)
		return r;
	made.dir_fd = open(made.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (made.dir_fd >= 0)
		made.events_fd =
			openat(made.dir_fd, "cgroup.events", O_RDONLY | O_CLOEXEC);
	r = made.events_fd < 0 ? -errno : cgroup_limit(&made, limits, &bounds);
	if (r) {
		cgroup_destroy(&made, 0);
		return r;
	}
	*ret = made;
	*ret_bounds = bounds;
	return 0;
}

/* The files that a delegatee needs, by "Delegation" in cgroup-v2.rst, and the folder. They stay
 * root's: see grants.h. */
static int lend_own(int own_fd, gid_t gid)
{
	static const char *const files[] = {
		".", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control"};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (fchownat(own_fd, files[i], (uid_t)-1, gid, 0) ||
			fchmodat(own_fd, files[i], i ? 0664 : 0775, 0))
			return -errno;
	return 0;
}

int cgroup_delegate(struct cgroup *cgroup, gid_t gid)
{
	static const char *const controllers[] = {"+memory", "+pids", "+cpuset"};
	char number[16];
	int r;

	/* One that is not there is left out; cgroup_create() has seen to those of the limits. */
	for (size_t i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++) {
		cgroup_write(cgroup->dir_fd, "../cgroup.subtree_control", controllers[i]);
		cgroup_write(cgroup->dir_fd, "cgroup.subtree_control", controllers[i]);
	}
	snprintf(number, sizeof(number), "%d", CGROUP_OWN_GROUPS + 1);
	r = cgroup_write(cgroup->dir_fd, "cgroup.max.descendants", number);
	snprintf(number, sizeof(number), "%d", CGROUP_OWN_DEPTH + 1);
	if (!r)
		r = cgroup_write(cgroup->dir_fd, "cgroup.max.depth", number);
	if (!r && mkdirat(cgroup->dir_fd, CGROUP_OWN, 0755))
		r = -errno;
	if (r)
		return r;
	cgroup->own_fd =
		openat(cgroup->dir_fd, CGROUP_OWN, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return cgroup->own_fd < 0 ? -errno : lend_own(cgroup->own_fd, gid);
}

int cgroup_destroy(struct cgroup *cgroup, unsigned timeout_ms)
{
	int r = 0, removed;

	if (cgroup->events_fd >= 0) {
		cgroup_kill(cgroup);
		r = wait_event(cgroup, "populated", 0, timeout_ms);
		close(cgroup->events_fd);
	}
	if (cgroup->own_fd >= 0)
		close(cgroup->own_fd);
	if (cgroup->dir_fd >= 0)
		close(cgroup->dir_fd);
	cgroup->events_fd = cgroup->dir_fd = cgroup->own_fd = -1;
	removed = remove_group(AT_FDCWD, cgroup->path);
	if (!r)
		r = removed;
	return r == -ETIMEDOUT ? -EBUSY : r;
}

int cgroup_freeze(const struct cgroup *cgroup, unsigned timeout_ms)
{
	int r = cgroup_write(cgroup->dir_fd, "cgroup.freeze", "1");

	return r ? r : wait_event(cgroup, "frozen", 1, timeout_ms);
}

int cgroup_thaw(const struct cgroup *cgroup)
{
	return cgroup_write(cgroup->dir_fd, "cgroup.freeze", "0");
}

int cgroup_kill(const struct cgroup *cgroup)
{
	return cgroup_write(cgroup->dir_fd, "cgroup.kill", "1");
}

int cgroup_oom_kills(const struct cgroup *cgroup, uint64_t *ret)
{
	int fd = openat(cgroup->dir_fd, "memory.events.local", O_RDONLY | O_CLOEXEC);
	char text[512];
	int r;

	if (fd < 0)
		return -errno;
	r = cgroup_read(fd, text, sizeof(text));
	close(fd);
	/* Before 5.17 it is only told that the limit was reached. */
	if (!r && find_key(text, "oom_group_kill", ret))
		r = find_key(text, "oom", ret);
	return r;
}
