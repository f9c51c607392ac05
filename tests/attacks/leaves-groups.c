/* SPDX-License-Identifier: MIT */
/*
 * Where it is granted cgroups: it works in a group of groups, hidden from whoever does not look
 * below, with a lease on the file that lists it; lets the kernel kill a child for the limit that
 * it set it; and leaves all groups behind, one of them frozen.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tries.h"

#define GROUPS "/sys/fs/cgroup"

static bool put(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	bool done = write(fd, text, strlen(text)) > 0;

	if (fd >= 0)
		close(fd);
	return done;
}

static void eat_beyond_a_limit(void)
{
	int status = 0;

	put(GROUPS "/cgroup.subtree_control", "+memory");
	mkdir(GROUPS "/small", 0755);
	put(GROUPS "/small/memory.max", "8M");
	put(GROUPS "/small/memory.swap.max", "0");
	if (!fork()) {
		put(GROUPS "/small/cgroup.procs", "0");
		for (;;)
			memset(malloc(1 << 20), 1, 1 << 20);
	}
	wait(&status);
	printf("the child in a small group was ended by signal %d\n", WTERMSIG(status));
}

BEFORE_MAIN void leave_groups(void)
{
	mkdir(GROUPS "/outer", 0755);
	mkdir(GROUPS "/outer/inner", 0755);
	mkdir(GROUPS "/frozen", 0755);
	put(GROUPS "/frozen/cgroup.freeze", "1");
	put(GROUPS "/outer/inner/cgroup.procs", "0");
	eat_beyond_a_limit();
	try(put(GROUPS "/memory.max", "max"));
	try(put(GROUPS "/pids.max", "max"));
	try(put(GROUPS "/cgroup.freeze", "0"));
	try(!chmod(GROUPS "/cgroup.procs", 0));
	try(!rmdir(GROUPS));
	try(can_open(GROUPS "/../cgroup/cgroup.max.depth", O_WRONLY));
	signal(SIGIO, SIG_IGN);
	fcntl(open(GROUPS "/outer/inner/cgroup.procs", O_WRONLY), F_SETLEASE, F_WRLCK);
	chmod(GROUPS "/outer/inner/cgroup.procs", 0);
	chmod(GROUPS "/outer", 0);
	tell_tries();
}
