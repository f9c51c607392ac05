/* SPDX-License-Identifier: MIT */
/*
 * The QEMU process: the machine's shape, its arguments, its start and end. It gets
 * its sockets, RAM files and state as inherited descriptors, denies itself every
 * category of system calls that its sandbox knows, and dies with its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.h"

#define MIN_MAJOR 7
#define MIN_MINOR 2
#define MAX_ARGS 96

/* The descriptors as QEMU sees them. */
enum { CHANNEL_FD = 8, QMP_FD, RAM_FD_0, RAM_FD_1, CONSOLE_FD, LAST_FD };

static const struct {
	const char *name, *arguments;
} profiles[] = {
	{"default", ""},
	{"hugepages", " hugepages=0:16,1:16"},
	{"isolcpus", " isolcpus=7"},
	{"cma", " cma=128M@0xc0000000-0xe0000000"},
};

/*
 * init_on_alloc=0: a pool of huge pages costs no host memory until it is used.
 * panic=-1 with -no-reboot: a panic ends QEMU at once. oops=panic: so does an oops.
 */
#define KERNEL_ARGUMENTS                                             \
	"console=ttyAMA0 quiet panic=-1 oops=panic init_on_alloc=0 " \
	"rcupdate.rcu_expedited=1"

struct args {
	char *list[MAX_ARGS];
	int nr;
	bool failed;
};

__attribute__((format(printf, 2, 3))) static void add(
	struct args *args, const char *format, ...)
{
	va_list ap;
	char *arg;

	va_start(ap, format);
	if (args->nr >= MAX_ARGS - 1 || vasprintf(&arg, format, ap) < 0)
		args->failed = true;
	else
		args->list[args->nr++] = arg;
	va_end(ap);
}

static void free_args(struct args *args)
{
	while (args->nr)
		free(args->list[--args->nr]);
}

const char *qemu_program(void)
{
	const char *program = getenv("QEMU");

	return program && *program ? program : "qemu-system-aarch64";
}

const char *qemu_profile_arguments(const char *profile)
{
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
		if (!strcmp(profiles[i].name, profile))
			return profiles[i].arguments;
	}
	return NULL;
}

static unsigned number_from(
	const char *name, unsigned fallback, unsigned low, unsigned high)
{
	const char *text = getenv(name);
	char *end;
	unsigned long value;

	if (!text || !*text)
		return fallback;
	value = strtoul(text, &end, 10);
	if (*end || value < low || value > high)
		return fallback;
	return value;
}

static unsigned nr_cpus(void)
{
	return number_from("VM_CPUS", 8, 2, 64) & ~1u;
}

static unsigned node_mib(void)
{
	return number_from("VM_MEM", 4096, 1024, 65536) / 2;
}

static bool has_kvm(void)
{
#ifdef __aarch64__
	return !access("/dev/kvm", R_OK | W_OK);
#else
	return false;
#endif
}

static void add_machine(struct args *args)
{
	bool kvm = has_kvm();

	add(args, "-machine");
	add(args, "virt,gic-version=3,iommu=smmuv3");
	add(args, "-cpu");
	add(args, "%s", kvm ? "host" : "cortex-a57");
	add(args, "-accel");
	add(args, "%s", kvm ? "kvm" : "tcg,thread=multi,tb-size=64");
	add(args, "-smp");
	add(args, "%u", nr_cpus());
	add(args, "-m");
	add(args, "%uM", 2 * node_mib());
}

static void add_node(struct args *args, int node, enum qemu_memory memory)
{
	unsigned half = nr_cpus() / 2;

	add(args, "-object");
	if (memory == QEMU_PLAIN)
		add(args, "memory-backend-ram,id=ram%d,size=%uM", node, node_mib());
	else
		add(args,
			"memory-backend-file,id=ram%d,size=%uM,mem-path=/proc/self/fd/"
			"%d,share=%s",
			node, node_mib(), RAM_FD_0 + node,
			memory == QEMU_SHARED ? "on" : "off");
	add(args, "-numa");
	add(args, "node,nodeid=%d,cpus=%u-%u,memdev=ram%d", node, node * half,
		(node + 1) * half - 1, node);
}

static void add_devices(struct args *args)
{
	add(args, "-no-user-config");
	add(args, "-nodefaults");
	add(args, "-no-reboot");
	add(args, "-display");
	add(args, "none");
	add(args, "-chardev");
	add(args, "file,id=console,path=/proc/self/fd/%d,append=on", CONSOLE_FD);
	add(args, "-serial");
	add(args, "chardev:console");
	add(args, "-chardev");
	add(args, "socket,id=channel,fd=%d", CHANNEL_FD);
	add(args, "-device");
	add(args, "virtio-serial-pci");
	add(args, "-device");
	add(args, "virtserialport,chardev=channel,name=" CHANNEL_PORT);
	add(args, "-chardev");
	add(args, "socket,id=qmp,fd=%d", QMP_FD);
	add(args, "-mon");
	add(args, "chardev=qmp,mode=control");
	add(args, "-sandbox");
	add(args, "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol="
		  "deny");
}

/* A clone has the kernel in its RAM already and loads none. */
static void add_start(struct args *args, const struct qemu_plan *plan)
{
	if (plan->memory == QEMU_PRIVATE) {
		add(args, "-incoming");
		add(args, "defer");
		return;
	}
	add(args, "-kernel");
	add(args, "%s", plan->kernel);
	add(args, "-initrd");
	add(args, "%s", plan->initrd);
	add(args, "-append");
	add(args, KERNEL_ARGUMENTS "%s", qemu_profile_arguments(plan->profile));
}

int qemu_describe(const char *profile, char *ret, size_t size)
{
	struct args args = {.nr = 0};
	struct stat program;
	size_t at = 0;
	char *path;

	add_machine(&args);
	add_node(&args, 0, QEMU_SHARED);
	add_node(&args, 1, QEMU_SHARED);
	add_devices(&args);
	add(&args, KERNEL_ARGUMENTS "%s", qemu_profile_arguments(profile));
	for (int i = 0; i < args.nr && at < size; i++)
		at += snprintf(ret + at, size - at, "%s ", args.list[i]);
	free_args(&args);
	if (asprintf(&path, "/usr/bin/%s", qemu_program()) < 0)
		return -ENOMEM;
	if (!stat(strchr(qemu_program(), '/') ? qemu_program() : path, &program) &&
		at < size)
		at += snprintf(ret + at, size - at, "%s %lld %lld", qemu_program(),
			(long long)program.st_size, (long long)program.st_mtime);
	free(path);
	return args.failed || at >= size ? -ENOMEM : 0;
}

int qemu_check(char *ret_version, size_t size, char *why)
{
	char command[512], line[256] = "";
	unsigned major = 0, minor = 0;
	FILE *out;

	snprintf(command, sizeof(command), "exec '%s' --version 2>/dev/null",
		qemu_program());
	out = popen(command, "re");
	if (out && !fgets(line, sizeof(line), out))
		line[0] = '\0';
	if (out)
		pclose(out);
	if (sscanf(line, "QEMU emulator version %u.%u", &major, &minor) != 2) {
		snprintf(why, VM_WHY,
			"QEMU cannot be started: no program %s. "
			"Install the package qemu-system-arm, or set QEMU to its path.",
			qemu_program());
		return -ENOENT;
	}
	line[strcspn(line, "\n")] = '\0';
	if (major < MIN_MAJOR || (major == MIN_MAJOR && minor < MIN_MINOR)) {
		snprintf(why, VM_WHY,
			"QEMU is too old: %s says «%s», and Pagelab needs %d.%d or "
			"newer. "
			"Set QEMU to the path of a newer one.",
			qemu_program(), line, MIN_MAJOR, MIN_MINOR);
		return -ENOEXEC;
	}
	if (ret_version)
		snprintf(
			ret_version, size, "%s", line + strlen("QEMU emulator version "));
	return 0;
}

/* In the child: every descriptor goes to its number, all others close on exec. */
static void become_qemu(const struct args *args, const int *fds, pid_t parent)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0); /* a Ctrl-C at the terminal is for us, not for QEMU */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int i = CHANNEL_FD; i < LAST_FD; i++) {
		int fd = fds[i - CHANNEL_FD];

		if (fd >= 0 && dup2(fd, i) < 0)
			_exit(127);
	}
	close_range(LAST_FD, ~0U, 0);
	execvp(args->list[0], args->list);
	dprintf(2, "%s: %s\n", args->list[0], strerror(errno));
	_exit(127);
}

/* Moves a descriptor above those that become_qemu() gives out. */
static int lift(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, LAST_FD);

	return high;
}

static int spawn(struct args *args, const int *fds)
{
	int high[LAST_FD - CHANNEL_FD];
	pid_t parent = getpid(), pid;

	for (int i = 0; i < LAST_FD - CHANNEL_FD; i++)
		high[i] = lift(fds[i]);
	pid = fork();
	if (!pid)
		become_qemu(args, high, parent);
	for (int i = 0; i < LAST_FD - CHANNEL_FD; i++)
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

int qemu_start(const struct qemu_plan *plan, struct qemu *ret, char *why)
{
	struct args args = {.nr = 0};
	int channel[2] = {-1, -1}, qmp[2] = {-1, -1}, console = -1, err;

	add(&args, "%s", qemu_program());
	add_machine(&args);
	add_node(&args, 0, plan->memory);
	add_node(&args, 1, plan->memory);
	add_devices(&args);
	add_start(&args, plan);
	args.list[args.nr] = NULL;
	err = args.failed ? -ENOMEM : open_sockets(channel, qmp, &console);
	if (!err) {
		int fds[] = {
			channel[1], qmp[1], plan->ram_fd[0], plan->ram_fd[1], console};

		err = spawn(&args, fds);
	}
	free_args(&args);
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

void qemu_stop(struct qemu *qemu)
{
	if (qemu->pid) {
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
