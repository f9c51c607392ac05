/* SPDX-License-Identifier: MIT */
/* Who is in a program's cgroup, or in one of those below it; see cgroup.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroup_priv.h"

int cgroup_holds(const struct cgroup *cgroup, int proc_fd)
{
	int fd = openat(proc_fd, "cgroup", O_RDONLY | O_CLOEXEC);
	const char *name = strrchr(cgroup->path, '/');
	char text[4096], line[160];
	const char *rest;
	int r;

	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	r = cgroup_read(fd, text, sizeof(text));
	close(fd);
	/* The line of version 2 is "0::" and the path below its root. */
	snprintf(line, sizeof(line), "0::%s", name);
	rest = r ? NULL : strstr(text, line);
	if (rest)
		rest += strlen(line);
	if (!r && (!rest || (*rest != '\n' && *rest != '/')))
		r = -ESRCH;
	return r;
}

static int by_pid(const void *a, const void *b)
{
	pid_t x = *(const pid_t *)a, y = *(const pid_t *)b;

	return (x > y) - (x < y);
}

static int list_members(
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

/* "PID (NAME) STATE ..."; the name may be anything. */
static bool is_alive(int proc_fd)
{
	int fd = openat(proc_fd, "stat", O_RDONLY | O_CLOEXEC);
	char text[256], *name_end;
	int r = fd < 0 ? -errno : cgroup_read(fd, text, sizeof(text));

	if (fd >= 0)
		close(fd);
	name_end = r ? NULL : strrchr(text, ')');
	return name_end && !strchr("ZX", name_end[2]);
}

/*
 * Of all processes there are, those whose groups are below this one. Not by the files of each of
 * these groups: they are the program's, which may lease them or make its groups threaded.
 * /proc has its processes in the order of their numbers.
 */
static int list_of_all(
	const struct cgroup *cgroup, pid_t *ret_pids, size_t nr_max, size_t *ret_nr)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	size_t nr = 0;

	if (!proc)
		return -errno;
	while (nr < nr_max && (entry = readdir(proc))) {
		pid_t pid = (pid_t)atoi(entry->d_name);
		int fd = pid <= 0 ? -1
				  : openat(dirfd(proc), entry->d_name,
					    O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		if (fd < 0)
			continue;
		if (!cgroup_holds(cgroup, fd) && is_alive(fd))
			ret_pids[nr++] = pid;
		close(fd);
	}
	closedir(proc);
	*ret_nr = nr;
	return 0;
}

int cgroup_processes(
	const struct cgroup *cgroup, pid_t *ret_pids, size_t nr_max, size_t *ret_nr)
{
	return cgroup->own_fd < 0 ? list_members(cgroup, ret_pids, nr_max, ret_nr)
				  : list_of_all(cgroup, ret_pids, nr_max, ret_nr);
}
