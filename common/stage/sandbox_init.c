/* SPDX-License-Identifier: MIT */
/*
 * Inside the sandbox: init, and the way of the program's process from root down to
 * an ordinary user without a way back. Failures go to the caller as -errno.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox_priv.h"
#include "common/lab/patience.h"
#include "common/lab/wire.h"

#define FILE_MAX_BYTES (64u << 20)
#define NR_ARGS_MAX 64

/* KEYCTL_JOIN_SESSION_KEYRING; <linux/keyctl.h> is not in every sysroot. */
#define JOIN_SESSION_KEYRING 1

static void die(int error)
{
	ssize_t n = write(SANDBOX_FD_SETUP, &error, sizeof(error));

	(void)n;
	_exit(127);
}

static void check(int r)
{
	if (r < 0)
		die(-errno);
}

/* First all out of the way, then each to its number: they may overlap. */
static void place_fds(const struct sandbox_launch *launch)
{
	int away[SANDBOX_NR_FDS];

	for (int i = 0; i < SANDBOX_NR_FDS; i++)
		away[i] = fcntl(launch->fds[i], F_DUPFD_CLOEXEC, 2 * SANDBOX_NR_FDS);
	for (int i = 0; i < SANDBOX_NR_FDS; i++)
		if (away[i] < 0 || dup3(away[i], i, i < 3 ? 0 : O_CLOEXEC) < 0)
			_exit(127);
	check((int)syscall(SYS_close_range, SANDBOX_NR_FDS, ~0U, 0));
}

/* The caller may have died before we asked to be told. */
static void die_with_the_caller(void)
{
	struct pollfd pfd = {.fd = SANDBOX_FD_STATUS};

	check(prctl(PR_SET_PDEATHSIG, SIGKILL));
	if (poll(&pfd, 1, 0) > 0 && (pfd.revents & POLLHUP))
		_exit(127);
}

/* The C library keeps 32 and 33 to itself, but make passes them on ignored: so by the
 * kernel's own call, with its struct sigaction all zero, which is SIG_DFL. */
static void reset_signals(void)
{
	static const uint64_t by_default[8];
	sigset_t none;

	for (int signal_number = 1; signal_number < NSIG; signal_number++)
		syscall(SYS_rt_sigaction, signal_number, by_default, NULL, 8);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void limit(int resource, rlim_t value)
{
	struct rlimit limits = {value, value};

	check(setrlimit((__rlimit_resource_t)resource, &limits));
}

/* The caller may be privileged among processes; the program is one of many. */
static void be_ordinary(const struct sandbox_launch *launch)
{
	const struct cgroup_limits *limits = &launch->config->limits;
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	check(fd);
	check((int)write(fd, "0", 1));
	close(fd);
	check(setpriority(PRIO_PROCESS, 0, 0));
	umask(022);
	limit(RLIMIT_FSIZE, FILE_MAX_BYTES);
	/* Second best, where the kernel has no such controller. */
	if (!launch->bounds.pids)
		limit(RLIMIT_NPROC, limits->nr_pids);
	if (!launch->bounds.memory)
		limit(RLIMIT_DATA, limits->memory_bytes);
}

static void drop_privileges(const struct sandbox_config *config)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}, {0}};

	/* A session keyring of the caller's would be inherited. */
	syscall(SYS_keyctl, JOIN_SESSION_KEYRING, NULL);
	for (int capability = 0; !prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);)
		capability++;
	check(errno == EINVAL ? 0 : -1);
	check(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
	check(setgroups(0, NULL));
	check(setresgid(config->gid, config->gid, config->gid));
	check(setresuid(config->uid, config->uid, config->uid));
	check((int)syscall(SYS_capset, &head, none));
	check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	if (!setuid(0) || !setgid(0))
		die(-EPERM);
}

/* gdbserver sends a Ctrl-C to the process group of that number. */
static void be_held(void)
{
	check(setpgid(0, 0));
	check((int)ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static void run_main(const struct sandbox_launch *launch)
{
	const struct sandbox_config *config = launch->config;
	char *args[NR_ARGS_MAX + 2] = {(char *)"exercise"};
	char slowness[32];
	char *env[8] = {(char *)"PATH=/usr/bin:/bin", (char *)"HOME=/tmp",
		(char *)"USER=student", (char *)"LANG=C.UTF-8"};
	size_t nr_env = 4;

	snprintf(slowness, sizeof(slowness), PATIENCE_ENV "=%.2f", config->slowness);
	if (config->slowness > 0)
		env[nr_env++] = slowness;
	if (config->socket)
		env[nr_env] = (char *)STAGE_ENV "=" SANDBOX_SOCKET;
	for (int i = 0; config->args && config->args[i]; i++) {
		if (i == NR_ARGS_MAX)
			die(-E2BIG);
		args[i + 1] = config->args[i];
	}
	check((int)send(SANDBOX_FD_STATUS, "", 1, MSG_NOSIGNAL));
	close(SANDBOX_FD_CGROUP);
	close(SANDBOX_FD_STATUS);
	/* So that /proc/self/cgroup says where in /sys/fs/cgroup it is. */
	if (config->cgroup)
		check(unshare(CLONE_NEWCGROUP));
	/* A checker may have the same addresses each time (vm/channel.h). */
	check(personality(PER_LINUX));
	be_ordinary(launch);
	drop_privileges(config);
	if (config->held)
		be_held();
	execve(SANDBOX_EXERCISE, args, env);
	die(-errno);
}

/* Born in its cgroup: moving a process there waits for a grace period of RCU. */
static pid_t fork_into_cgroup(void)
{
	struct clone_args args = {.flags = CLONE_INTO_CGROUP,
		.exit_signal = SIGCHLD,
		.cgroup = SANDBOX_FD_CGROUP};

	return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

/* The next that can be said of main, and is not taken away by being asked for: CLD_... */
static int what_became_of(pid_t main_pid)
{
	siginfo_t info = {.si_code = 0};

	if (waitid(P_PID, (id_t)main_pid, &info, WEXITED | WSTOPPED | WNOWAIT))
		return 0;
	return info.si_code;
}

/* Its exec stops it as one that is traced. From then on it is stopped as any program can be, and
 * nobody traces it. */
static void hold_at_exec(pid_t main_pid)
{
	if (what_became_of(main_pid) != CLD_TRAPPED ||
		ptrace(PTRACE_DETACH, main_pid, NULL, SIGSTOP))
		return;
	what_became_of(main_pid);
}

/* Reaps until nobody is left; tells the caller how main ended. */
static void reap(pid_t main_pid)
{
	pid_t pid;
	int status;

	for (;;) {
		pid = wait(&status);
		if (pid < 0 && errno == ECHILD)
			_exit(0);
		if (pid == main_pid)
			send(SANDBOX_FD_STATUS, &status, sizeof(status), MSG_NOSIGNAL);
	}
}

void sandbox_init_run(const struct sandbox_launch *launch)
{
	pid_t main_pid;
	int r;

	place_fds(launch);
	die_with_the_caller();
	reset_signals();
	check(setsid());
	r = sandbox_root_build(launch);
	if (r)
		die(r);
	main_pid = fork_into_cgroup();
	check(main_pid);
	if (!main_pid)
		run_main(launch);
	if (launch->config->held)
		hold_at_exec(main_pid);
	/* Else the pipes would never end, nor the setup. */
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	close(SANDBOX_FD_SETUP);
	close(SANDBOX_FD_CGROUP);
	reap(main_pid);
	_exit(0);
}
