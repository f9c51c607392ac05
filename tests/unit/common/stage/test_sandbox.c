/* SPDX-License-Identifier: MIT */
/*
 * The sandbox, attacked from inside. The attackers are this binary itself: started
 * as `test_sandbox act NAME` it plays the part NAME, and prints a line for each thing
 * that it should not have been able to do. Needs root, and skips without.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/stage/grants.h"
#include "common/kernel/hugepages.h"
#include "tests/unit/privilege.h"
#include "common/stage/sandbox.h"

#define UID 12345
#define ABSTRACT "\0pagelab-test-sandbox"
/* A knob that is there everywhere, and does no harm. */
#define KNOB "/sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_swap"

#define breach_if(condition)                        \
	do {                                        \
		if (condition)                      \
			printf("%s\n", #condition); \
	} while (0)

/* ---- the parts ---- */

static bool can_open(const char *path, int flags)
{
	int fd = open(path, flags);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int act_files(void)
{
	breach_if(can_open("/run/pagelab", O_RDONLY));
	breach_if(can_open("/home", O_RDONLY));
	breach_if(can_open("/root", O_RDONLY));
	breach_if(can_open("/dev/mem", O_RDONLY));
	breach_if(can_open("/dev/kmsg", O_WRONLY));
	breach_if(can_open("/dev/vport0p1", O_RDWR));
	breach_if(can_open("/etc/shadow", O_RDONLY));
	breach_if(can_open("/etc/new", O_WRONLY | O_CREAT));
	breach_if(can_open("/usr/new", O_WRONLY | O_CREAT));
	breach_if(can_open("/new", O_WRONLY | O_CREAT));
	breach_if(can_open("/dev/new", O_WRONLY | O_CREAT));
	breach_if(can_open("/lab/new", O_WRONLY | O_CREAT));
	breach_if(can_open("/lab/exercise", O_WRONLY));
	breach_if(!unlink("/lab/exercise"));
	breach_if(can_open("/sys/kernel/mm/ksm/run", O_WRONLY));
	breach_if(can_open("/sys/fs/cgroup/cgroup.procs", O_RDONLY));
	breach_if(can_open("/sys/kernel/debug/tracing", O_RDONLY));
	breach_if(can_open("/proc/sys/vm/drop_caches", O_WRONLY));
	breach_if(can_open("/proc/sys/kernel/core_pattern", O_WRONLY));
	breach_if(can_open("/proc/sysrq-trigger", O_WRONLY));
	breach_if(can_open("/proc/kpagecount", O_RDONLY));
	breach_if(can_open("/proc/kcore", O_RDONLY));
	breach_if(!can_open("/tmp/new", O_WRONLY | O_CREAT));
	breach_if(!can_open("/dev/shm/new", O_WRONLY | O_CREAT));
	breach_if(!can_open("/dev/null", O_RDWR));
	breach_if(!can_open("/dev/urandom", O_RDONLY));
	breach_if(!can_open("/sys/kernel/mm/ksm/run", O_RDONLY));
	return 0;
}

/* Only what stdio needs; the last one is the folder that is being read. */
static int act_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;

	while ((entry = readdir(folder)))
		if (entry->d_name[0] != '.' && atoi(entry->d_name) > 2 &&
			atoi(entry->d_name) != dirfd(folder))
			printf("descriptor %s is open\n", entry->d_name);
	closedir(folder);
	return 0;
}

static int act_addresses(void)
{
	breach_if(personality(0xffffffff) & ADDR_NO_RANDOMIZE);
	return 0;
}

static int act_processes(void)
{
	char bytes[8];
	struct iovec local = {bytes, sizeof(bytes)}, remote = {(void *)0x400000, 8};
	struct rlimit limit = {0, 0};
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	breach_if(getpid() == 1);
	breach_if(getppid() != 1);
	breach_if(!kill(1, SIGKILL));
	breach_if(!kill(1, SIGSTOP));
	breach_if(!kill(-1, SIGTERM));
	breach_if(!ptrace(PTRACE_ATTACH, 1, NULL, NULL));
	breach_if(can_open("/proc/1/mem", O_RDWR));
	breach_if(can_open("/proc/1/cmdline", O_RDONLY));
	breach_if(!can_open("/proc/self/cmdline", O_RDONLY));
	breach_if(can_open("/proc/1/environ", O_RDONLY));
	breach_if(can_open("/proc/1/root/run", O_RDONLY));
	breach_if(can_open("/proc/1/fd", O_RDONLY));
	breach_if(process_vm_readv(1, &local, 1, &remote, 1, 0) > 0);
	breach_if(!prlimit(1, RLIMIT_CPU, &limit, NULL));
	breach_if(!sched_setaffinity(1, sizeof(set), &set));
	breach_if(!setpriority(PRIO_PROCESS, 0, -5));
	breach_if(getpriority(PRIO_PROCESS, 0) != 0);
	return 0;
}

static bool status_says(const char *line)
{
	char text[4096] = "";
	FILE *file = fopen("/proc/self/status", "r");
	size_t n = fread(text, 1, sizeof(text) - 1, file);

	fclose(file);
	text[n] = '\0';
	return strstr(text, line);
}

static int act_privileges(void)
{
	breach_if(getuid() != UID || geteuid() != UID || getgid() != UID);
	breach_if(getgroups(0, NULL) != 0);
	breach_if(!setuid(0));
	breach_if(!setgid(0));
	breach_if(!setgroups(0, NULL));
	breach_if(!status_says("CapInh:\t0000000000000000"));
	breach_if(!status_says("CapPrm:\t0000000000000000"));
	breach_if(!status_says("CapEff:\t0000000000000000"));
	breach_if(!status_says("CapBnd:\t0000000000000000"));
	breach_if(!status_says("CapAmb:\t0000000000000000"));
	breach_if(!status_says("NoNewPrivs:\t1"));
	breach_if(!status_says("SigBlk:\t0000000000000000"));
	breach_if(!status_says("SigIgn:\t0000000000000000"));
	breach_if(!mknod("/tmp/mem", S_IFCHR | 0666, makedev(1, 1)));
	breach_if(!mount("tmpfs", "/tmp", "tmpfs", 0, NULL));
	breach_if(!umount("/sys"));
	breach_if(!chroot("/tmp"));
	breach_if(!sethostname("x", 1));
	return 0;
}

/* A user namespace gives capabilities over what is made in it, and no more. */
static int act_user_namespace(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS))
		return 0;
	breach_if(!umount2("/sys", MNT_DETACH));
	breach_if(!umount2("/tmp", MNT_DETACH));
	breach_if(!mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
	breach_if(!umount2("/", MNT_DETACH));
	mkdir("/tmp/jail", 0755);
	if (!chroot("/tmp/jail"))
		for (int i = 0; i < 16; i++)
			breach_if(chdir(".."));
	breach_if(can_open("run", O_RDONLY));
	breach_if(can_open("home", O_RDONLY));
	breach_if(!can_open("lab/exercise", O_RDONLY));
	return 0;
}

static int act_network(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(address.sun_path, ABSTRACT, sizeof(ABSTRACT));
	breach_if(!connect(fd, (struct sockaddr *)&address,
		offsetof(struct sockaddr_un, sun_path) + sizeof(ABSTRACT)));
	return 0;
}

static int act_fill_tmp(void)
{
	static char block[1 << 20];
	int n = 0;

	signal(SIGXFSZ, SIG_IGN);
	for (int file = 0; file < 4; file++) {
		char path[32];
		int fd;

		snprintf(path, sizeof(path), "/tmp/%d", file);
		fd = open(path, O_WRONLY | O_CREAT, 0644);
		while (write(fd, block, sizeof(block)) == (ssize_t)sizeof(block))
			n++;
		close(fd);
	}
	breach_if(n > 64);
	breach_if(n < 32);
	return 0;
}

static int act_kill_all(void)
{
	if (!fork())
		for (;;)
			pause();
	kill(-1, SIGKILL);
	kill(getpid(), SIGKILL);
	return 0;
}

static int act_wait(void)
{
	/* Only a signal ends this. */
	return pause();
}

/* A device that nobody else needs while this runs, and that may be opened for nothing. */
#define DEVICE "/dev/pagelab-test"

static int act_device(void)
{
	struct stat st;

	breach_if(stat(DEVICE, &st));
	breach_if(!S_ISCHR(st.st_mode) || st.st_uid == UID);
	breach_if(!can_open(DEVICE, O_RDWR));
	breach_if(!unlink(DEVICE));
	return 0;
}

static int act_no_device(void)
{
	breach_if(!access(DEVICE, F_OK));
	return 0;
}

/* Making a file takes no page of a pool; the host need not have one. */
static int act_hugetlbfs(void)
{
	struct statfs fs;
	int fd = open(HUGEPAGES_MOUNT "/pages", O_RDWR | O_CREAT | O_EXCL, 0600);

	breach_if(fd < 0);
	breach_if(statfs(HUGEPAGES_MOUNT, &fs) || fs.f_type != HUGETLBFS_MAGIC);
	breach_if(write(fd, "x", 1) >= 0);
	breach_if(!mkdir("/dev/more", 0700));
	breach_if(unlink(HUGEPAGES_MOUNT "/pages"));
	return 0;
}

static int act_no_hugetlbfs(void)
{
	breach_if(!access(HUGEPAGES_MOUNT, F_OK));
	return 0;
}

static int act_write_knob(void)
{
	int fd = open(KNOB, O_WRONLY);

	breach_if(write(fd, "77", 2) != 2);
	breach_if(!chmod(KNOB, 0));
	breach_if(!chown(KNOB, UID, UID));
	breach_if(!fcntl(fd, F_SETLEASE, F_WRLCK));
	breach_if(can_open("/sys/kernel/mm/ksm/run", O_WRONLY));
	breach_if(!access("/proc/kpagecount", F_OK) &&
		  !can_open("/proc/kpagecount", O_RDONLY));
	return 0;
}

#define GROUPS "/sys/fs/cgroup"

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

static bool is_in_group(const char *name)
{
	char text[256] = "", line[300];
	int fd = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	snprintf(line, sizeof(line), "0::/%s\n", name);
	return n > 0 && strstr(text, line);
}

/* All of it stays there when the part ends. */
static int act_cgroup(void)
{
	char path[256] = GROUPS "/inner";
	int nr = 1;

	breach_if(!is_in_group(""));
	breach_if(mkdir(path, 0755));
	breach_if(!put(GROUPS "/inner/cgroup.procs", "0"));
	breach_if(!is_in_group("inner"));
	breach_if(!put(GROUPS "/cgroup.subtree_control", "+memory +pids +cpuset"));
	breach_if(!put(GROUPS "/inner/memory.max", "100M"));
	breach_if(!put(GROUPS "/inner/pids.max", "5"));
	breach_if(!put(GROUPS "/inner/cpuset.cpus", "0"));
	breach_if(put(GROUPS "/memory.max", "max"));
	breach_if(put(GROUPS "/pids.max", "max"));
	breach_if(put(GROUPS "/cgroup.freeze", "0"));
	breach_if(put(GROUPS "/cgroup.max.descendants", "max"));
	breach_if(!chmod(GROUPS, 0));
	breach_if(!chmod(GROUPS "/cgroup.procs", 0));
	breach_if(can_open(GROUPS "/../cgroup/../../cgroup.procs", O_RDONLY));
	while (nr < 1000 && snprintf(path, sizeof(path), GROUPS "/%d", nr) > 0 &&
		!mkdir(path, 0))
		nr++;
	breach_if(nr != CGROUP_OWN_GROUPS);
	return 0;
}

static int act_deep_groups(void)
{
	char path[256] = GROUPS;
	int depth = 0;

	while (depth < 100 && strcat(path, "/a") && !mkdir(path, 0755))
		depth++;
	breach_if(depth != CGROUP_OWN_DEPTH);
	return 0;
}

static int act_stdin(void)
{
	char line[16] = "";

	breach_if(!fgets(line, sizeof(line), stdin) || strcmp(line, "hello\n"));
	return 42;
}

static const struct part {
	const char *name;
	int (*act)(void);
} parts[] = {
	{"files", act_files},
	{"descriptors", act_descriptors},
	{"addresses", act_addresses},
	{"processes", act_processes},
	{"privileges", act_privileges},
	{"user_namespace", act_user_namespace},
	{"network", act_network},
	{"fill_tmp", act_fill_tmp},
	{"kill_all", act_kill_all},
	{"wait", act_wait},
	{"write_knob", act_write_knob},
	{"device", act_device},
	{"no_device", act_no_device},
	{"hugetlbfs", act_hugetlbfs},
	{"no_hugetlbfs", act_no_hugetlbfs},
	{"cgroup", act_cgroup},
	{"deep_groups", act_deep_groups},
	{"stdin", act_stdin},
};

static int act(const char *name)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strcmp(parts[i].name, name))
			return parts[i].act();
	printf("no part %s\n", name);
	return 1;
}

/* ---- the tests ---- */

static char self[4096];

static struct sandbox_config config_for_tests(char *args[static 3], const char *part)
{
	args[0] = (char *)"act";
	args[1] = (char *)part;
	args[2] = NULL;
	return (struct sandbox_config){
		.program = self,
		.args = args,
		.uid = UID,
		.gid = UID,
		.input = -1,
		.output = -1,
		.errors = STDERR_FILENO,
		.private_network = true,
		/* The sanitizers' shadow counts where there is no controller. */
		.limits = {.memory_bytes = 1ull << 50, .nr_pids = 32, .optional = true},
	};
}

/* Waits for main's end, at most 20 s. */
static int end_of(struct sandbox *sandbox)
{
	struct pollfd pfd = {.fd = sandbox->status_fd, .events = POLLIN};
	int status = -1;

	assert_int_equal(poll(&pfd, 1, 20000), 1);
	assert_int_equal(sandbox_status(sandbox, &status), 0);
	assert_int_equal(sandbox_stop(sandbox, 10000), 0);
	return status;
}

static void run_config(struct sandbox_config *config, int expected_status)
{
	struct sandbox sandbox;
	char output[4096];
	int fds[2];
	ssize_t n;

	need_sandbox();
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	config->output = fds[1];
	assert_int_equal(sandbox_start(config, &sandbox), 0);
	close(fds[1]);
	assert_int_equal(end_of(&sandbox), expected_status);
	n = read(fds[0], output, sizeof(output) - 1);
	close(fds[0]);
	assert_true(n >= 0);
	output[n] = '\0';
	assert_string_equal(output, "");
}

static void run_part(const char *part, int expected_status)
{
	char *args[3];
	struct sandbox_config config = config_for_tests(args, part);

	run_config(&config, expected_status);
}

static void shows_no_file_but_the_system(void **state)
{
	(void)state;
	run_part("files", 0);
}

static void addresses_are_drawn_whatever_the_checkers_are(void **state)
{
	int before = personality(ADDR_NO_RANDOMIZE);

	(void)state;
	run_part("addresses", 0);
	personality((unsigned long)before);
}

static void passes_no_descriptor_on(void **state)
{
	/* Neither marked close-on-exec. */
	int low = open("/dev/null", O_RDONLY), high = fcntl(low, F_DUPFD, 900);

	(void)state;
	run_part("descriptors", 0);
	close(low);
	close(high);
}

static void reaches_no_other_process(void **state)
{
	(void)state;
	run_part("processes", 0);
}

static void leaves_no_privilege(void **state)
{
	sigset_t set;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	run_part("privileges", 0);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void holds_in_a_user_namespace(void **state)
{
	(void)state;
	run_part("user_namespace", 0);
}

static void shares_no_network(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)state;
	memcpy(address.sun_path, ABSTRACT, sizeof(ABSTRACT));
	assert_int_equal(
		bind(fd, (struct sockaddr *)&address,
			offsetof(struct sockaddr_un, sun_path) + sizeof(ABSTRACT)),
		0);
	assert_int_equal(listen(fd, 1), 0);
	run_part("network", 0);
	close(fd);
}

static void bounds_files(void **state)
{
	(void)state;
	run_part("fill_tmp", 0);
}

static void survives_kill_all(void **state)
{
	(void)state;
	run_part("kill_all", SIGKILL);
}

static void passes_stdin_and_status(void **state)
{
	char *args[3];
	struct sandbox_config config = config_for_tests(args, "stdin");
	int fds[2];

	(void)state;
	need_sandbox();
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "hello\n", 6), 6);
	config.input = fds[0];
	run_config(&config, 42 << 8);
	close(fds[0]);
	close(fds[1]);
}

static void grants_are_writable_and_given_back(void **state)
{
	const char *const names[] = {"file:" KNOB, "file:/proc/kpagecount"};
	const char *const writable[] = {KNOB};
	size_t nr_names = access("/proc/kpagecount", F_OK) ? 1 : 2;
	char *args[3], before[32] = "", after[32] = "";
	struct sandbox_config config = config_for_tests(args, "write_knob");
	struct grants grants;
	struct stat st;
	int fd;

	(void)state;
	need_sandbox();
	fd = open(KNOB, O_RDWR);
	if (fd < 0) {
		print_message("this kernel has no " KNOB "\n");
		skip();
	}
	assert_true(pread(fd, before, sizeof(before) - 1, 0) > 0);
	assert_int_equal(grants_give(names, nr_names, UID, &grants), 0);
	config.writable = writable;
	config.nr_writable = 1;
	run_config(&config, 0);
	assert_true(pread(fd, after, sizeof(after) - 1, 0) > 0);
	assert_string_equal(after, "77\n");
	assert_int_equal(grants_take_back(&grants), 0);
	memset(after, 0, sizeof(after));
	assert_true(pread(fd, after, sizeof(after) - 1, 0) > 0);
	close(fd);
	assert_string_equal(after, before);
	assert_int_equal(stat(KNOB, &st), 0);
	assert_int_equal(st.st_uid, 0);
	assert_int_equal(st.st_gid, 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(nr_names == 2 ? stat("/proc/kpagecount", &st) : 0, 0);
	assert_int_equal(st.st_uid, 0);
}

static void a_granted_device_is_the_users_meanwhile(void **state)
{
	const char *const names[] = {"device:" DEVICE}, *const devices[] = {DEVICE};
	char *args[3], *other[3];
	struct sandbox_config with = config_for_tests(args, "device"),
			      without = config_for_tests(other, "no_device");
	struct grants grants;
	char words[256];
	struct stat st;

	(void)state;
	need_sandbox();
	unlink(DEVICE);
	assert_int_equal(grants_give(names, 1, UID, &grants), -ENOENT);
	assert_true(grants_fault(names, 1, words, sizeof(words)));
	assert_string_equal(words, "the machine has no " DEVICE ", which the lab needs");
	if (mknod(DEVICE, S_IFCHR | 0600, makedev(1, 3))) {
		print_message("no device can be made here\n");
		skip();
	}
	assert_false(grants_fault(names, 1, words, sizeof(words)));
	assert_int_equal(grants_give(names, 1, UID, &grants), 0);
	with.devices = devices;
	with.nr_devices = 1;
	run_config(&with, 0);
	run_config(&without, 0);
	assert_int_equal(grants_take_back(&grants), 0);
	assert_int_equal(stat(DEVICE, &st), 0);
	assert_int_equal(st.st_gid, 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(unlink(DEVICE), 0);
}

static void a_hugetlbfs_is_there_where_it_is_granted(void **state)
{
	const char *const names[] = {"hugetlbfs"};
	char *args[3], *other[3];
	struct sandbox_config with = config_for_tests(args, "hugetlbfs"),
			      without = config_for_tests(other, "no_hugetlbfs");
	struct grants grants;

	(void)state;
	need_sandbox();
	assert_int_equal(grants_give(names, 1, UID, &grants), 0);
	assert_true(grants_hold(&grants, GRANT_HUGETLBFS, NULL));
	assert_false(grants_hold(&grants, GRANT_CGROUP, NULL));
	run_config(&without, 0);
	if (access("/sys/kernel/mm/hugepages", F_OK)) {
		print_message("this kernel has no hugetlbfs\n");
		skip();
	}
	with.hugetlbfs = true;
	run_config(&with, 0);
	assert_int_equal(grants_take_back(&grants), 0);
	assert_false(grants_hold(&grants, GRANT_HUGETLBFS, NULL));
}

static void run_in_groups(const char *part)
{
	char *args[3];
	struct sandbox_config config = config_for_tests(args, part);

	need_sandbox();
	if (!can_open("/sys/fs/cgroup/memory.stat", O_RDONLY)) {
		print_message("no controllers in this machine's cgroup2\n");
		skip();
	}
	config.cgroup = true;
	run_config(&config, 0);
}

/* Nothing is left of them, as run_config() has seen: a group that is not empty stays. */
static void may_make_groups_in_its_own_part(void **state)
{
	(void)state;
	run_in_groups("cgroup");
}

static void groups_are_not_deep(void **state)
{
	(void)state;
	run_in_groups("deep_groups");
}

static void expect_line(pid_t pid, const char *expected)
{
	char path[64], text[4096];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "re");
	assert_non_null(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[n] = '\0';
	if (!strstr(text, expected))
		fail_msg("no “%s”:\n%s", expected, text);
}

/* It is the program already, nobody traces it, and whoever lets it go on finds it as it always is. */
static void stands_still_where_it_is_held(void **state)
{
	char *args[3];
	struct sandbox_config config = config_for_tests(args, "descriptors");
	struct sandbox sandbox;
	int status;

	(void)state;
	need_sandbox();
	config.held = true;
	assert_int_equal(sandbox_start(&config, &sandbox), 0);
	expect_line(sandbox.main_pid, "\nState:\tT (stopped)\n");
	expect_line(sandbox.main_pid, "\nTracerPid:\t0\n");
	expect_line(sandbox.main_pid, "Name:\texercise\n");
	assert_int_equal(sandbox_status(&sandbox, &status), -EAGAIN);
	assert_int_equal(kill(sandbox.main_pid, SIGCONT), 0);
	assert_int_equal(end_of(&sandbox), 0);
}

static void stop_ends_it(void **state)
{
	char *args[3];
	struct sandbox_config config = config_for_tests(args, "wait");
	struct sandbox sandbox;
	int status;

	(void)state;
	need_sandbox();
	assert_int_equal(sandbox_start(&config, &sandbox), 0);
	assert_int_equal(kill(sandbox.main_pid, 0), 0);
	assert_int_equal(sandbox_status(&sandbox, &status), -EAGAIN);
	assert_int_equal(cgroup_freeze(&sandbox.cgroup, 10000), 0);
	assert_int_equal(sandbox_stop(&sandbox, 10000), 0);
	assert_int_equal(kill(sandbox.main_pid, 0), -1);
	assert_int_equal(access(sandbox.cgroup.path, F_OK), -1);
}

/* Starts a sandbox in a process of its own, that is then killed. */
static void everything_ends_with_the_caller(void **state)
{
	const struct timespec pause_time = {.tv_nsec = 10000000};
	char *args[3];
	struct sandbox_config config = config_for_tests(args, "wait");
	struct sandbox sandbox;
	pid_t caller, main_pid = 0;
	int fds[2], turns = 0;

	(void)state;
	need_sandbox();
	assert_int_equal(pipe(fds), 0);
	caller = fork();
	if (!caller) {
		if (sandbox_start(&config, &sandbox) ||
			write(fds[1], &sandbox.main_pid, sizeof(pid_t)) < 0)
			_exit(1);
		pause();
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], &main_pid, sizeof(main_pid)), sizeof(main_pid));
	assert_int_equal(kill(main_pid, 0), 0);
	kill(caller, SIGKILL);
	waitpid(caller, NULL, 0);
	while (!kill(main_pid, 0) && turns++ < 1000)
		nanosleep(&pause_time, NULL);
	assert_int_equal(kill(main_pid, 0), -1);
	close(fds[0]);
}

static void refuses_what_cannot_run(void **state)
{
	char *args[3];
	struct sandbox_config config = config_for_tests(args, "wait");
	struct sandbox sandbox;

	(void)state;
	need_sandbox();
	config.uid = 0;
	assert_int_equal(sandbox_start(&config, &sandbox), -EINVAL);
	config.uid = UID;
	config.program = "/nonexistent/program";
	assert_int_equal(sandbox_start(&config, &sandbox), -ENOENT);
	config.program = "/etc";
	assert_true(sandbox_start(&config, &sandbox) < 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_no_file_but_the_system),
		cmocka_unit_test(addresses_are_drawn_whatever_the_checkers_are),
		cmocka_unit_test(passes_no_descriptor_on),
		cmocka_unit_test(reaches_no_other_process),
		cmocka_unit_test(leaves_no_privilege),
		cmocka_unit_test(holds_in_a_user_namespace),
		cmocka_unit_test(shares_no_network),
		cmocka_unit_test(bounds_files),
		cmocka_unit_test(survives_kill_all),
		cmocka_unit_test(passes_stdin_and_status),
		cmocka_unit_test(grants_are_writable_and_given_back),
		cmocka_unit_test(a_granted_device_is_the_users_meanwhile),
		cmocka_unit_test(a_hugetlbfs_is_there_where_it_is_granted),
		cmocka_unit_test(may_make_groups_in_its_own_part),
		cmocka_unit_test(groups_are_not_deep),
		cmocka_unit_test(stands_still_where_it_is_held),
		cmocka_unit_test(stop_ends_it),
		cmocka_unit_test(everything_ends_with_the_caller),
		cmocka_unit_test(refuses_what_cannot_run),
	};

	if (argc > 2 && !strcmp(argv[1], "act")) {
		int status = act(argv[2]);

		/* Without the leak checker: it fails in a user namespace. */
		fflush(stdout);
		_exit(status);
	}
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
