/* SPDX-License-Identifier: MIT */
/*
 * The QEMU process: the machine's shape, its arguments, its start and end. It gets
 * its sockets, RAM files and state as inherited descriptors, denies itself every
 * category of system calls that its sandbox knows, and dies with its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <jansson.h>

#include "plugin.h"
#include "qemu.h"
#include "vm.h"

extern char **environ;

#define MIN_MAJOR 7
#define MIN_MINOR 2

/* A file with that text, to be read from its begin. */
static int input_of(const char *text)
{
	int fd = memfd_create("pagelab-input", MFD_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
		lseek(fd, 0, SEEK_SET)) {
		close(fd);
		return -EIO;
	}
	return fd;
}

/* A descriptor, and the number that it gets in another program. */
struct passed {
	int fd, as;
};

/* What QEMU prints to these arguments and that input: the bytes of it, or -errno of starting it. The
 * descriptors that are passed must be above their numbers there, see lift(). */
static ssize_t ask_with(char *const *args, const char *input, const struct passed *passed,
	size_t nr_passed, char *ret, size_t size)
{
	posix_spawn_file_actions_t actions;
	int fds[2], in = input_of(input), err;
	size_t have = 0;
	ssize_t n;
	pid_t pid;

	if (in < 0)
		return in;
	if (pipe2(fds, O_CLOEXEC)) {
		close(in);
		return -errno;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(
		&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	for (size_t i = 0; i < nr_passed; i++)
		posix_spawn_file_actions_adddup2(&actions, passed[i].fd, passed[i].as);
	err = -posix_spawnp(&pid, args[0], &actions, NULL, args, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(fds[1]);
	close(in);
	while (!err && have < size - 1 &&
		(n = read(fds[0], ret + have, size - 1 - have)) > 0)
		have += n;
	close(fds[0]);
	if (err)
		return err;
	waitpid(pid, NULL, 0);
	ret[have] = '\0';
	return (ssize_t)have;
}

static ssize_t ask(char *const *args, const char *input, char *ret, size_t size)
{
	return ask_with(args, input, NULL, 0, ret, size);
}

/* Machines of other kinds have QEMUs that answer alike, but none with this CPU. */
static bool has_cpu(const char *program)
{
	char words[16384], *const args[] = {(char *)program, "-machine", "virt", "-cpu",
				   "help", NULL};

	return ask(args, "", words, sizeof(words)) > 0 && strstr(words, "cortex-a57");
}

int qemu_check(char *ret_version, size_t size, char *why)
{
	const char *program = qemu_program();
	char *const args[] = {(char *)program, "--version", NULL};
	char words[256] = "";
	unsigned major = 0, minor = 0;
	ssize_t said = ask(args, "", words, sizeof(words));

	words[strcspn(words, "\n")] = '\0';
	if (said < 0) {
		snprintf(why, VM_WHY,
			"QEMU cannot be started: %.500s: %s. Install the package "
			"qemu-system-arm, or set QEMU to its path.",
			program, strerror((int)-said));
		return -ENOENT;
	}
	if (sscanf(words, "QEMU emulator version %u.%u", &major, &minor) == 2 &&
		(major < MIN_MAJOR || (major == MIN_MAJOR && minor < MIN_MINOR))) {
		snprintf(why, VM_WHY,
			"QEMU is too old: %.500s says “%s”, and Pagelab needs %d.%d or "
			"newer. "
			"Set QEMU to the path of a newer one.",
			program, words, MIN_MAJOR, MIN_MINOR);
		return -ENOEXEC;
	}
	if (!major || !has_cpu(program)) {
		snprintf(why, VM_WHY,
			"QEMU cannot be started: %.500s is no "
			"qemu-system-aarch64%s%.200s%s. "
			"Install the package qemu-system-arm, or set QEMU to its path.",
			program, *words ? ", it says “" : "", words, *words ? "”" : "");
		return -ENOEXEC;
	}
	if (ret_version)
		snprintf(ret_version, size, "%s",
			words + strlen("QEMU emulator version "));
	return 0;
}

bool qemu_lacks_sandbox(void)
{
	char *program = (char *)qemu_program(), words[1024];
	char *const with[] = {program, "-machine", "none", "-nodefaults", "-display",
		"none", "-monitor", "stdio", "-sandbox", QEMU_SANDBOX, NULL};
	char *without[] = {program, "-machine", "none", "-nodefaults", "-display", "none",
		"-monitor", "stdio", NULL};

	if (ask(with, "quit\n", words, sizeof(words)) ||
		ask(without, "quit\n", words, sizeof(words)) <= 0)
		return false;
	fprintf(stderr,
		"warning: %s has no sandbox (-sandbox) on this host: what breaks out of "
		"the "
		"virtual machine has your rights.\n",
		program);
	return true;
}

/* With which all labs' solutions were judged: Debian 12, 13, unstable. */
static const char *const tried[] = {"7.2", "10.0", "11.1"};

void qemu_tell_untried(void)
{
	char version[128], unused[VM_WHY], all[64] = "";
	size_t nr = sizeof(tried) / sizeof(tried[0]), used = 0;

	if (qemu_check(version, sizeof(version), unused))
		return;
	for (size_t i = 0; i < nr; i++) {
		size_t length = strlen(tried[i]);

		if (!strncmp(version, tried[i], length) && version[length] == '.')
			return;
		used += snprintf(all + used, sizeof(all) - used, "%s%s",
			!i	      ? ""
			: i + 1 == nr ? " and "
				      : ", ",
			tried[i]);
	}
	fprintf(stderr, "note: nobody has tried Pagelab with QEMU %s yet, but with %s.\n",
		version, all);
}

/* By a descriptor: in LD_PRELOAD a blank or a colon would part the name of a folder. */
static void preload(void)
{
	char name[32];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", QEMU_PRELOAD_FD);
	setenv("LD_PRELOAD", name, 1);
}

/* In the child: every descriptor goes to its number, all others close on exec. */
static void become_qemu(char *const *args, const int *fds, pid_t parent)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0); /* a Ctrl-C at the terminal is for us, not for QEMU */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int i = QEMU_CHANNEL_FD; i < QEMU_LAST_FD; i++) {
		int fd = fds[i - QEMU_CHANNEL_FD];

		if (fd >= 0 && dup2(fd, i) < 0)
			_exit(127);
	}
	close_range(QEMU_LAST_FD, ~0U, 0);
	if (fds[QEMU_PRELOAD_FD - QEMU_CHANNEL_FD] >= 0)
		preload();
	execvp(args[0], args);
	dprintf(2, "%s: %s\n", args[0], strerror(errno));
	_exit(127);
}

static int check_file(const json_t *sums, const char *image, const char *name, char *why)
{
	const char *sum = json_string_value(json_object_get(sums, name));
	char path[PATH_MAX], words[2 * PATH_MAX], *said = words;
	char *const args[] = {"sha256sum", path, NULL};

	snprintf(path, sizeof(path), "%s/%s", image, name);
	if (!sum || ask(args, "", words, sizeof(words)) < 0)
		return 0;
	said += *said == '\\'; /* before a name with newlines */
	if (!strncmp(said, sum, strlen(sum)))
		return 0;
	snprintf(why, VM_WHY,
		"%.600s is damaged: it is not what manifest.json says. Remove its "
		"folder: "
		"make fetches it anew.",
		path);
	return -EIO;
}

int qemu_check_image(const char *image, char *why)
{
	char path[PATH_MAX];
	json_t *manifest, *sums;
	int err;

	snprintf(path, sizeof(path), "%s/manifest.json", image);
	manifest = json_load_file(path, 0, NULL);
	sums = json_object_get(manifest, "files");
	err = check_file(sums, image, "kernel", why);
	if (!err)
		err = check_file(sums, image, "base.cpio", why);
	json_decref(manifest);
	return err;
}

/* Moves a descriptor above those that become_qemu() gives out. */
static int lift(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, QEMU_LAST_FD);

	return high;
}

static int spawn(char *const *args, const int *fds)
{
	int high[QEMU_LAST_FD - QEMU_CHANNEL_FD];
	pid_t parent = getpid(), pid;

	for (int i = 0; i < QEMU_LAST_FD - QEMU_CHANNEL_FD; i++)
		high[i] = lift(fds[i]);
	pid = fork();
	if (!pid)
		become_qemu(args, high, parent);
	for (int i = 0; i < QEMU_LAST_FD - QEMU_CHANNEL_FD; i++)
		if (high[i] >= 0)
			close(high[i]);
	return pid < 0 ? -errno : pid;
}

static int open_sockets(int channel[2], int qmp[2], int *ret_console)
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) ||
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, qmp))
		return -errno;
	*ret_console = memfd_create("pagelab-console", MFD_CLOEXEC);
	if (*ret_console < 0 || fcntl(channel[0], F_SETFL, O_NONBLOCK))
		return -errno;
	return 0;
}

/* make builds it beside the program that runs. */
static int open_beside(const char *library)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *name;
	int fd;

	if (length < 0)
		return -errno;
	path[length] = '\0';
	name = strrchr(path, '/') + 1;
	snprintf(name, sizeof(path) - (name - path), "%s", library);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

bool qemu_loads_plugin(const struct vm_traffic *traffic)
{
	char words[256], place[32],
				 *const args[] = {(char *)qemu_program(), "-machine",
					 "none", "-nodefaults", "-display", "none",
					 "-monitor", "stdio", "-plugin", place, NULL};
	int plugin = open_beside("traffic.so");
	struct passed passed[] = {
		{lift(plugin), QEMU_PLUGIN_FD}, {lift(traffic->fd), QEMU_TRAFFIC_FD}};
	ssize_t said = -EBADF;

	snprintf(place, sizeof(place), "/proc/self/fd/%d", QEMU_PLUGIN_FD);
	if (passed[0].fd >= 0 && passed[1].fd >= 0)
		said = ask_with(args, "quit\n", passed, 2, words, sizeof(words));
	for (size_t i = 0; i < 2; i++)
		if (passed[i].fd >= 0)
			close(passed[i].fd);
	if (plugin >= 0)
		close(plugin);
	return said > 0;
}

int qemu_start(const struct qemu_plan *plan, struct qemu *ret, char *why)
{
	char **args;
	int channel[2] = {-1, -1}, qmp[2] = {-1, -1}, console = -1, err;
	int library = -1, plugin = -1;

	err = qemu_args(plan, &args);
	if (!err && plan->ram_is_read) {
		library = open_beside("preload.so");
		err = library < 0 ? library : 0;
	}
	if (!err && plan->traffic) {
		plugin = open_beside("traffic.so");
		err = plugin < 0 ? plugin : 0;
	}
	if (!err)
		err = open_sockets(channel, qmp, &console);
	if (!err) {
		int fds[QEMU_LAST_FD - QEMU_CHANNEL_FD] = {channel[1], qmp[1]};

		memcpy(&fds[QEMU_RAM_FD - QEMU_CHANNEL_FD], plan->ram_fd,
			sizeof(plan->ram_fd));
		fds[QEMU_CONSOLE_FD - QEMU_CHANNEL_FD] = console;
		memcpy(&fds[QEMU_DISK_FD - QEMU_CHANNEL_FD], plan->disk_fd,
			sizeof(plan->disk_fd));
		fds[QEMU_PRELOAD_FD - QEMU_CHANNEL_FD] = library;
		fds[QEMU_PLUGIN_FD - QEMU_CHANNEL_FD] = plugin;
		fds[QEMU_TRAFFIC_FD - QEMU_CHANNEL_FD] =
			plan->traffic ? plan->traffic->fd : -1;
		err = spawn(args, fds);
	}
	qemu_args_free(args);
	if (library >= 0)
		close(library);
	if (plugin >= 0)
		close(plugin);
	if (channel[1] >= 0)
		close(channel[1]);
	if (qmp[1] >= 0)
		close(qmp[1]);
	*ret = (struct qemu){.pid = err > 0 ? err : 0,
		.channel = channel[0],
		.qmp = qmp[0],
		.console = console};
	if (err > 0)
		return 0;
	snprintf(why, VM_WHY, "QEMU cannot be started: %s.", strerror(-err));
	qemu_stop(ret);
	return err;
}

/* The limit of this shell for which the kernel sends the signal. */
static const char *limit_behind(int number)
{
	struct rlimit cpu;

	if (number == SIGXFSZ)
		return ", ulimit -f";
	if (getrlimit(RLIMIT_CPU, &cpu) || cpu.rlim_cur == RLIM_INFINITY)
		return "";
	return number == SIGXCPU || number == SIGKILL ? ", ulimit -t" : "";
}

void qemu_end(struct qemu *qemu, char *ret, size_t size)
{
	int status;
	pid_t pid = 0;

	/* Its descriptors are closed a moment before it has ended. */
	for (int i = 0; qemu->pid && !pid && i < 100; i++) {
		if (i)
			usleep(10000);
		pid = waitpid(qemu->pid, &status, WNOHANG);
	}
	*ret = '\0';
	if (pid <= 0)
		return;
	qemu->pid = 0;
	if (WIFSIGNALED(status))
		snprintf(ret, size, ": signal %d (%s%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)), limit_behind(WTERMSIG(status)));
	else
		snprintf(ret, size, ": status %d", WEXITSTATUS(status));
}

void qemu_stop(struct qemu *qemu)
{
	if (qemu->pid) {
		/* With what a script in its place has started; a child that is no QEMU yet has no
		 * group of its own. */
		if (kill(-qemu->pid, SIGKILL))
			kill(qemu->pid, SIGKILL);
		while (waitpid(qemu->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (qemu->channel >= 0)
		close(qemu->channel);
	if (qemu->qmp >= 0)
		close(qemu->qmp);
	if (qemu->console >= 0)
		close(qemu->console);
	*qemu = (struct qemu){.channel = -1, .qmp = -1, .console = -1};
}
