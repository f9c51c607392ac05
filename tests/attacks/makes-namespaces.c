/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: none
 * Before its work, it tries to become root in a user namespace, where it could mount, and
 * speak for other processes.
 */
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "tries.h"

static bool can_clone(uint64_t flags)
{
	struct clone_args args = {.flags = flags, .exit_signal = SIGCHLD};
	pid_t pid = (pid_t)syscall(SYS_clone3, &args, sizeof(args));

	if (!pid)
		_exit(0);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid > 0;
}

BEFORE_MAIN void attack(void)
{
	static const uint64_t others[] = {CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET,
		CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP, CLONE_NEWTIME};

	try(can_clone(CLONE_NEWUSER));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		try(!syscall(SYS_unshare, others[i]));
		try(!syscall(SYS_unshare, CLONE_NEWUSER | others[i]));
		try(others[i] != CLONE_NEWTIME && can_clone(CLONE_NEWUSER | others[i]));
	}
	tell_tries();
}
