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
#include <time.h>
#include <unistd.h>

#include "cgroup_priv.h"

static const char *const roots[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};

static const char *find_root(void)
{
	struct statfs fs;

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (!statfs(roots[i], &fs) && (uint32_t)fs.f_type == CGROUP2_SUPER_MAGIC)
			return roots[i];
	return NULL;
}

/* The file's text from its beginning, cut to size_bytes - 1. */
static int read_text(int fd, char *buffer, size_t size_bytes)
{
	ssize_t n = pread(fd, buffer, size_bytes - 1, 0);

	if (n < 0)
		return -errno;
	buffer[n] = '\0';
	return 0;
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

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Waits until `key` of cgroup.events is `value`; the kernel wakes us at each change. */
static int wait_event(
	const struct cgroup *cgroup, const char *key, uint64_t value, unsigned timeout_ms)
{
	uint64_t deadline = now_ms() + timeout_ms;

	for (;;) {
		struct pollfd pfd = {.fd = cgroup->events_fd, .events = POLLPRI};
		uint64_t seen, now;
		char text[256];
		int r = read_text(cgroup->events_fd, text, sizeof(text));

		if (!r)
			r = find_key(text, key, &seen);
		if (r || seen == value)
			return r;
		now = now_ms();
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

/* A caller that was killed cannot tidy up; what is still in use cannot be removed. */
static void remove_left_over(const char *root)
{
	DIR *folder = opendir(root);
	struct dirent *entry;
	unsigned number;
	int pid;

	while (folder && (entry = readdir(folder)))
		if (sscanf(entry->d_name, "pagelab-%d-%u", &pid, &number) == 2 &&
			kill(pid, 0) && errno == ESRCH)
			unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
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
	struct cgroup made = {.dir_fd = -1, .events_fd = -1};
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

int cgroup_destroy(struct cgroup *cgroup, unsigned timeout_ms)
{
	int r = 0;

	if (cgroup->events_fd >= 0) {
		cgroup_kill(cgroup);
		r = wait_event(cgroup, "populated", 0, timeout_ms);
		close(cgroup->events_fd);
	}
	if (cgroup->dir_fd >= 0)
		close(cgroup->dir_fd);
	cgroup->events_fd = cgroup->dir_fd = -1;
	if (rmdir(cgroup->path) && !r)
		r = -errno;
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
	int fd = openat(cgroup->dir_fd, "memory.events", O_RDONLY | O_CLOEXEC);
	char text[512];
	int r;

	if (fd < 0)
		return -errno;
	r = read_text(fd, text, sizeof(text));
	close(fd);
	return r ? r : find_key(text, "oom_kill", ret);
}

static int by_pid(const void *a, const void *b)
{
	pid_t x = *(const pid_t *)a, y = *(const pid_t *)b;

	return (x > y) - (x < y);
}

int cgroup_processes(
	const struct cgroup *cgroup, pid_t *ret_pids, size_t nr_max, size_t *ret_nr)
{
	int fd = openat(cgroup->dir_fd, "cgroup.procs", O_RDONLY | O_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	size_t nr = 0;
	int pid;

	if (!file) {
		int r = -errno;

		if (fd >= 0)
			close(fd);
		return r;
	}
	/* One of another pid namespace shows as 0. */
	while (nr < nr_max && fscanf(file, "%d", &pid) == 1)
		if (pid > 0)
			ret_pids[nr++] = pid;
	fclose(file);
	qsort(ret_pids, nr, sizeof(*ret_pids), by_pid);
	*ret_nr = nr;
	return 0;
}

int cgroup_holds(const struct cgroup *cgroup, int proc_fd)
{
	int fd = openat(proc_fd, "cgroup", O_RDONLY | O_CLOEXEC);
	const char *name = strrchr(cgroup->path, '/');
	char text[4096], line[160];
	int r;

	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	r = read_text(fd, text, sizeof(text));
	close(fd);
	/* The line of version 2 is "0::" and the path below its root. */
	snprintf(line, sizeof(line), "0::%s\n", name);
	if (!r && !strstr(text, line))
		r = -ESRCH;
	return r;
}
