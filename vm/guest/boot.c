/* SPDX-License-Identifier: MIT */
/* How the agent brings the guest up: file systems, modules, settings, the port. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "common/recorder/groups.h"
#include "common/recorder/probes.h"
#include "common/recorder/recorder.h"
#include "agent.h"

#define PORT_WAIT_S 60

static const struct {
	const char *type, *at, *options;
	unsigned long flags;
} mounts[] = {
	{"proc", "/proc", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC},
	{"sysfs", "/sys", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC},
	{"devtmpfs", "/dev", "mode=0755", MS_NOSUID},
	{"devpts", "/dev/pts", "gid=5,mode=0620,ptmxmode=0666", MS_NOSUID | MS_NOEXEC},
	{"tmpfs", "/dev/shm", "mode=1777", MS_NOSUID | MS_NODEV},
	{"tmpfs", "/run", "mode=0755,size=256m", MS_NOSUID | MS_NODEV},
	{"tmpfs", "/tmp", "mode=1777,size=256m", MS_NOSUID | MS_NODEV},
	{"cgroup2", "/sys/fs/cgroup", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC},
	{"debugfs", "/sys/kernel/debug", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC},
	{"tracefs", "/sys/kernel/tracing", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC},
};

static void complain(const char *what)
{
	fprintf(stderr, "pagelab agent: %s: %s\n", what, strerror(errno));
}

void boot_mounts(void)
{
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].at, 0755);
		if (mount(mounts[i].type, mounts[i].at, mounts[i].type, mounts[i].flags,
			    mounts[i].options) &&
			errno != EBUSY)
			complain(mounts[i].at);
	}
	mkdir("/run/pagelab", 0700);
	mkdir(AGENT_CRASH_DIR, 0700);
	mkdir(AGENT_CGROUP, 0755);
}

static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST))
		complain(path);
	if (fd >= 0)
		close(fd);
}

/* One path a line, in the order in which they depend on one another. */
void boot_modules(const char *list)
{
	char line[256];
	FILE *file = fopen(list, "re");

	if (!file)
		return complain(list);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0])
			load_module(line);
	}
	fclose(file);
}

static void set(const char *path, const char *value)
{
	if (file_knob(path, value))
		complain(path);
}

/* The value of an argument of the kernel, "" if it has none; false: it was not given. */
static bool find_argument(const char *name, char *ret, size_t size)
{
	char line[4096] = "";
	FILE *file = fopen("/proc/cmdline", "re");
	size_t length = strlen(name);

	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n"))
		if (!strncmp(word, name, length) &&
			(word[length] == '=' || !word[length])) {
			snprintf(ret, size, "%s", word + length + (word[length] == '='));
			return true;
		}
	return false;
}

bool boot_argument(const char *name)
{
	char unused[1];

	return find_argument(name, unused, sizeof(unused));
}

/* What is recorded in this machine, whoever asks for it. */
static unsigned records(void)
{
	static const char *const words[] = RECORD_GROUP_WORDS;
	char value[256] = "";
	unsigned groups = 0;

	find_argument("pagelab.records", value, sizeof(value));
	for (char *word = strtok(value, ","); word; word = strtok(NULL, ","))
		for (size_t i = 0; words[i]; i++)
			if (!strcmp(words[i], word))
				groups |= 1u << i;
	return groups;
}

/*
 * Settings of the machine, not of a lab. The agent and what it starts as root are
 * no prey for the OOM killer; the sandbox gives the exercise its own score.
 */
void boot_settings(void)
{
	struct rlimit core = {RLIM_INFINITY, RLIM_INFINITY};

	set("/proc/self/oom_score_adj", "-1000");
	set("/proc/sys/kernel/core_pattern", "|/init core %P %s");
	set("/proc/sys/kernel/core_pipe_limit", "4"); /* the dying wait for the helper */
	set("/sys/fs/cgroup/cgroup.subtree_control", "+memory +pids +hugetlb");
	set("/proc/sys/kernel/printk_ratelimit", "0");
	/* Who is root in a namespace of its own meets much more of the kernel, and may speak
	 * as another process; and to look at a process with 65530 mappings takes minutes. */
	set("/proc/sys/user/max_user_namespaces", "0");
	set("/proc/sys/vm/max_map_count", "4096");
	set("/proc/sys/kernel/numa_balancing", "0"); /* it would move the agent's pages */
	setrlimit(RLIMIT_CORE, &core);
	errno = -probes_arm(RECORDER_LAYOUT, records());
	if (errno)
		complain("the recorder");
	sethostname("pagelab", 7);
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);
}

void boot_share(void)
{
	boot_modules("/lib/modules/9p.list");
	mkdir("/mnt", 0755);
	mkdir("/mnt/share", 0755);
	if (mount("share", "/mnt/share", "9p", 0, "trans=virtio,version=9p2000.L"))
		complain("/mnt/share");
}

static pid_t start_shell(void)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	setsid();
	ioctl(0, TIOCSCTTY, 1);
	execl("/bin/sh", "-sh", NULL);
	_exit(127);
}

/* A machine for people: the console gets a login shell of root, and a new one when that
 * ends. There is no host to serve. */
void boot_console_shell(void)
{
	pid_t shell = start_shell();

	for (;;) {
		if (wait(NULL) == shell)
			shell = start_shell();
	}
}

static int find_port(const char *name)
{
	DIR *dir = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	int fd = -1;

	while (dir && fd < 0 && (entry = readdir(dir))) {
		char path[512], line[64] = "";
		FILE *file;

		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name",
			entry->d_name);
		file = fopen(path, "re");
		if (!file)
			continue;
		if (!fgets(line, sizeof(line), file))
			line[0] = '\0';
		fclose(file);
		line[strcspn(line, "\n")] = '\0';
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		if (!strcmp(line, name))
			fd = open(path, O_RDWR | O_CLOEXEC);
	}
	if (dir)
		closedir(dir);
	return fd;
}

/* The driver announces ports from a work queue, some time after its probe. */
int boot_open_port(const char *name)
{
	const struct timespec pause = {.tv_nsec = 2000000};

	for (int i = 0; i < PORT_WAIT_S * 500; i++) {
		int fd = find_port(name);

		if (fd >= 0)
			return fd;
		nanosleep(&pause, NULL);
	}
	errno = ENODEV;
	return -1;
}
