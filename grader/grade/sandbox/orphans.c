/* SPDX-License-Identifier: MIT */
/* Kills what is left of a program, see orphans.h and PR_SET_CHILD_SUBREAPER. */
#include "orphans.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define CHILDREN "/proc/thread-self/children"

void orphans_adopt(struct orphans *ret)
{
	FILE *file = fopen(CHILDREN, "re");
	int pid;

	*ret = (struct orphans){.nr_known = 0};
	while (file && ret->nr_known < ORPHANS_KNOWN && fscanf(file, "%d", &pid) == 1)
		ret->known[ret->nr_known++] = pid;
	if (file)
		fclose(file);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static bool is_known(const struct orphans *orphans, pid_t pid)
{
	for (size_t i = 0; i < orphans->nr_known; i++)
		if (orphans->known[i] == pid)
			return true;
	return false;
}

/* Whose parent was killed comes to us; so once is not enough. */
static bool kill_some(const struct orphans *orphans)
{
	FILE *file = fopen(CHILDREN, "re");
	bool found = false;
	int pid;

	while (file && fscanf(file, "%d", &pid) == 1) {
		if (is_known(orphans, pid))
			continue;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		found = true;
	}
	if (file)
		fclose(file);
	return found;
}

void orphans_kill(const struct orphans *orphans)
{
	while (kill_some(orphans))
		;
	prctl(PR_SET_CHILD_SUBREAPER, 0);
}
