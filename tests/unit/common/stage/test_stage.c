/* SPDX-License-Identifier: MIT */
/*
 * The stage, with programs that behave and programs that do not. The programs are
 * this binary itself: started as `test_stage act NAME` it plays the part NAME.
 *
 * Needs root (namespaces, cgroups); what the kernel here cannot do is skipped.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/lab/checkpoint.h"
#include "common/stage/grants.h"
#include "common/kernel/pagemap.h"
#include "tests/unit/privilege.h"
#include "common/stage/stage.h"

#define UID 12345
#define NR_PAGES 4

/* ---- the parts ---- */

static char *new_buffer(size_t length_bytes)
{
	char *buffer = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memset(buffer, 1, length_bytes);
	return buffer;
}

static void act_family(void)
{
	size_t length_bytes = NR_PAGES * (size_t)sysconf(_SC_PAGESIZE);
	char *buffer = new_buffer(length_bytes);

	lab_region("buffer", buffer, length_bytes);
	lab_checkpoint("ignored");
	printf("parent\n");
	lab_checkpoint("filled");
	if (!fork()) {
		lab_region("buffer", buffer, length_bytes);
		lab_checkpoint("child");
		printf("child\n");
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	lab_checkpoint("reaped");
	fprintf(stderr, "complaint\n");
	exit(7);
}

static void act_pagemap(void)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	char *buffer = new_buffer(page_bytes);
	uint64_t pfn = 0;
	int fd = lab_pagemap();

	if (fd < 0) {
		printf("error %d\n", -fd);
		return;
	}
	printf("%d\n", pagemap_pfns(fd, buffer, 1, &pfn));
	printf("%llu\n", (unsigned long long)pfn);
	lab_region("buffer", buffer, page_bytes);
	lab_checkpoint("read");
}

static void act_sysctl(void)
{
	char name[80];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	printf("%d", lab_sysctl("vm/page-cluster", "nonsense"));
	printf(" %d", lab_sysctl("vm/swappiness", "60"));
	printf(" %d", lab_sysctl("vm/../vm/page-cluster", "3"));
	printf(" %d", lab_sysctl("", ""));
	printf(" %d\n", lab_sysctl(name, "3"));
}

static void act_spin(void)
{
	lab_checkpoint("before");
	for (;;)
		;
}

static void *spin(void *arg)
{
	for (;;)
		++*(volatile unsigned long *)arg;
	return NULL;
}

static void act_threads(void)
{
	static unsigned long counter;
	pthread_t thread;

	pthread_create(&thread, NULL, spin, &counter);
	lab_region("counter", &counter, sizeof(counter));
	while (!*(volatile unsigned long *)&counter)
		;
	lab_checkpoint("spinning");
	exit(0);
}

static void act_crash(void)
{
	lab_checkpoint("before");
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
}

static void act_flood(void)
{
	char line[4096];

	memset(line, 'x', sizeof(line));
	while (write(STDOUT_FILENO, line, sizeof(line)) > 0)
		;
}

static void act_forkbomb(void)
{
	for (;;)
		if (fork() < 0)
			continue;
}

static void act_orphan(void)
{
	printf("started\n");
	fflush(stdout);
	if (!fork()) {
		setsid();
		for (;;)
			pause();
	}
	exit(0);
}

static void act_close_all(void)
{
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
	open("/dev/null", O_RDWR);
	lab_checkpoint("closed");
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
	for (int fd = 0; fd < 700; fd++)
		open("/dev/null", O_RDWR);
	lab_checkpoint("again");
	exit(fcntl(699, F_GETFD) < 0);
}

static int dial(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	strcpy(address.sun_path, getenv("PAGELAB_STAGE"));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return -errno;
	return fd;
}

static void send_garbage(size_t size_bytes)
{
	char garbage[600];
	int fd = dial();

	memset(garbage, 0xa5, sizeof(garbage));
	send(fd, garbage, size_bytes, MSG_NOSIGNAL);
	recv(fd, garbage, sizeof(garbage), 0);
	close(fd);
}

/* Descriptors along with a request: they must not pile up in the checker. */
static void send_descriptors(void)
{
	struct stage_request request = {
		.version = STAGE_WIRE_VERSION, .type = STAGE_SAMPLE};
	union {
		char bytes[CMSG_SPACE(8 * sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct iovec iov = {&request, sizeof(request)};
	struct msghdr msg = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *cmsg = &control.align;
	char reply[16];
	int fd = dial();

	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(8 * sizeof(int));
	for (int i = 0; i < 50; i++) {
		sendmsg(fd, &msg, MSG_NOSIGNAL);
		recv(fd, reply, sizeof(reply), 0);
	}
	close(fd);
}

static void act_garbage(void)
{
	struct stage_request request = {.version = 99, .type = 77};
	int fd;

	send_garbage(0);
	send_garbage(1);
	send_garbage(sizeof(struct stage_request));
	send_garbage(600);
	send_descriptors();
	/* Asks and never listens. */
	fd = dial();
	fcntl(fd, F_SETFL, O_NONBLOCK);
	for (int i = 0; i < 5000; i++)
		send(fd, &request, sizeof(request), MSG_NOSIGNAL);
	close(fd);
	lab_checkpoint("escape\033[2J");
	for (int i = 0; i < 1000; i++)
		dial();
	lab_checkpoint("survived");
	exit(0);
}

static void act_regions(void)
{
	char name[STAGE_NAME_BYTES + 8];

	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "region %d", i);
		lab_region(name, &name, 1);
	}
	lab_region("empty", &name, 0);
	lab_region("wraps", (void *)(uintptr_t)-16, 32);
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	lab_checkpoint(name);
	lab_checkpoint("done");
}

static void act_samples(void)
{
	for (int i = 0; i < 10; i++)
		lab_sample("tick");
	exit(0);
}

static void act_binary_output(void)
{
	fwrite("a\0b\n", 1, 4, stdout);
	lab_checkpoint("printed");
	fwrite("c", 1, 1, stdout);
	exit(0);
}

static void act_silent(void)
{
	exit(3);
}

static void *eat(void *unused)
{
	(void)unused;
	for (;;)
		new_buffer(8u << 20);
	return NULL;
}

static void act_eat(void)
{
	lab_checkpoint("hungry");
	eat(NULL);
}

/* A request whose sender is gone when it is read. */
static void act_ghost(void)
{
	struct stage_request request = {
		.version = STAGE_WIRE_VERSION, .type = STAGE_CHECKPOINT, .name = "ghost"};
	pid_t child = fork();

	if (!child) {
		send(dial(), &request, sizeof(request), MSG_NOSIGNAL);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	lab_checkpoint("alive");
	exit(0);
}

static void act_vfork(void)
{
	if (!vfork()) {
		lab_checkpoint("child");
		_exit(0);
	}
	lab_checkpoint("parent");
	exit(0);
}

/* Stopped by a tracer, and tracing: neither keeps it from being frozen. */
static void act_tracer(void)
{
	pid_t child = fork();

	if (!child) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		pause();
	}
	waitpid(child, NULL, WUNTRACED);
	lab_checkpoint("traced");
	exit(0);
}

#define GROUPS "/sys/fs/cgroup"

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (write(fd, text, strlen(text)) < 0)
		printf("%s: %s\n", path, strerror(errno));
	close(fd);
}

/* Makes a group, and moves the caller there. */
static void enter_group(const char *path)
{
	char procs[128];

	if (mkdir(path, 0755))
		printf("%s: %s\n", path, strerror(errno));
	snprintf(procs, sizeof(procs), "%s/cgroup.procs", path);
	put(procs, "0");
}

/* Its child counts in another group than it waits in itself; then a child is killed for the
 * limit of its group. */
static void act_groups(void)
{
	unsigned long *counter = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = fork();
	int status;

	if (!child) {
		enter_group(GROUPS "/deep");
		enter_group(GROUPS "/deep/down");
		spin(counter);
	}
	enter_group(GROUPS "/parent");
	lab_region("counter", counter, sizeof(*counter));
	while (!*(volatile unsigned long *)counter)
		;
	printf("pagemap: %d\n", lab_pagemap() < 0);
	lab_checkpoint("spinning");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	put(GROUPS "/cgroup.subtree_control", "+memory");
	mkdir(GROUPS "/small", 0755);
	put(GROUPS "/small/memory.max", "16M");
	put(GROUPS "/small/memory.swap.max", "0");
	child = fork();
	if (!child) {
		put(GROUPS "/small/cgroup.procs", "0");
		eat(NULL);
	}
	waitpid(child, &status, 0);
	printf("killed by %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	exit(5);
}

static void act_eat_in_group(void)
{
	enter_group(GROUPS "/mine");
	lab_checkpoint("hungry");
	eat(NULL);
}

/* Whoever opened that file would wait for 45 s, and then could not read it. */
static void act_hide_in_group(void)
{
	int fd;

	signal(SIGIO, SIG_IGN);
	mkdir(GROUPS "/hidden", 0755);
	put(GROUPS "/hidden/cgroup.type", "threaded");
	put(GROUPS "/hidden/cgroup.procs", "0");
	fd = open(GROUPS "/hidden/cgroup.procs", O_WRONLY);
	printf("lease: %d\n", fcntl(fd, F_SETLEASE, F_WRLCK));
	chmod(GROUPS "/hidden/cgroup.procs", 0);
	chmod(GROUPS "/hidden", 0);
	lab_checkpoint("hidden");
	exit(0);
}

static const struct part {
	const char *name;
	void (*act)(void);
} parts[] = {
	{"family", act_family},
	{"pagemap", act_pagemap},
	{"sysctl", act_sysctl},
	{"spin", act_spin},
	{"threads", act_threads},
	{"crash", act_crash},
	{"flood", act_flood},
	{"forkbomb", act_forkbomb},
	{"orphan", act_orphan},
	{"close_all", act_close_all},
	{"garbage", act_garbage},
	{"regions", act_regions},
	{"samples", act_samples},
	{"binary_output", act_binary_output},
	{"silent", act_silent},
	{"ghost", act_ghost},
	{"vfork", act_vfork},
	{"tracer", act_tracer},
	{"eat", act_eat},
	{"groups", act_groups},
	{"eat_in_group", act_eat_in_group},
	{"hide_in_group", act_hide_in_group},
};

static int act(const char *name)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strcmp(parts[i].name, name))
			parts[i].act();
	return 0;
}

/* ---- the tests ---- */

static char self[4096];
static bool bounded; /* the kernel here has the controllers */

static struct stage_config config_for_tests(void)
{
	struct stage_config config;

	stage_config_init(&config);
	config.exercise = self;
	config.uid = config.gid = UID;
	config.slowness = 1;
	config.limits.seconds = 20;
	config.limits.output_bytes = 64 << 10;
	/* Where there is no controller, the limit counts the sanitizers' shadow too. */
	if (!bounded)
		config.limits.memory_bytes = 1ull << 50;
	config.limits_optional = config.private_network = true;
	return config;
}

static struct stage *start_with(const struct stage_config *config, const char *part)
{
	char *args[] = {(char *)"act", (char *)part, NULL};
	struct stage *stage;
	int r;

	need_sandbox();
	r = stage_start(config, args, &stage);
	assert_int_equal(r, 0);
	return stage;
}

static struct stage *start(const char *part)
{
	struct stage_config config = config_for_tests();

	return start_with(&config, part);
}

static void assert_ended(const struct stage *stage, enum stage_how how, long number)
{
	const struct stage_end *end = stage_end(stage);

	if (end->how != how || end->number != number)
		print_message("ended %d %ld\n", end->how, end->number);
	assert_int_equal(end->how, how);
	assert_int_equal(end->number, number);
}

static void assert_output(const struct stage *stage, const char *expected)
{
	size_t size;
	const char *output = stage_output(stage, &size);

	assert_string_equal(output, expected);
	assert_int_equal(size, strlen(expected));
}

static void stops_at_each_checkpoint_asked_for(void **state)
{
	struct stage *stage = start("family");
	size_t size;

	(void)state;
	assert_int_equal(stage_pid(stage), 0);
	assert_int_equal(stage_wait(stage, "filled"), 0);
	assert_int_equal(stage_pid(stage), stage_main_pid(stage));
	assert_string_equal(stage_checkpoint(stage), "filled");
	assert_output(stage, "parent\n");
	assert_int_equal(stage_wait(stage, "child"), 0);
	assert_int_not_equal(stage_pid(stage), stage_main_pid(stage));
	assert_int_equal(stage_release(stage), 0);
	assert_int_equal(stage_release(stage), -EINVAL);
	assert_int_equal(stage_pid(stage), 0);
	assert_int_equal(stage_wait(stage, "reaped"), 0);
	assert_int_equal(stage_wait(stage, "never"), -ENODATA);
	assert_int_equal(stage_finish(stage), 0);
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 7);
	assert_string_equal(stage_end(stage)->last_checkpoint, "reaped");
	assert_output(stage, "parent\nchild\n");
	assert_string_equal(stage_errors(stage, &size), "complaint\n");
	assert_true(stage_was_at(stage, "child"));
	assert_true(stage_passed(stage, "ignored"));
	assert_false(stage_was_at(stage, "ignored"));
	assert_false(stage_passed(stage, "never"));
	stage_free(stage);
}

static void knows_the_regions_of_each_process(void **state)
{
	struct stage *stage = start("family");
	struct stage_region parent, child, region;
	pid_t pids[8], child_pid;
	size_t nr;

	(void)state;
	assert_int_equal(stage_wait(stage, "child"), 0);
	child_pid = stage_pid(stage);
	assert_int_equal(
		stage_region(stage, stage_main_pid(stage), "buffer", &parent), 0);
	assert_int_equal(stage_region(stage, child_pid, "buffer", &child), 0);
	assert_int_equal(parent.pid, stage_main_pid(stage));
	assert_int_equal(child.pid, child_pid);
	assert_int_equal(parent.address, child.address);
	assert_int_equal(parent.length_bytes, NR_PAGES * (size_t)sysconf(_SC_PAGESIZE));
	assert_int_equal(stage_region(stage, 0, "buffer", &region), 0);
	assert_int_equal(stage_region_nth(stage, "buffer", 1, &region), 0);
	assert_int_equal(region.pid, child_pid);
	assert_int_equal(stage_region_nth(stage, "buffer", 2, &region), -ENODATA);
	assert_int_equal(stage_region(stage, 1, "buffer", &region), -ENODATA);
	assert_int_equal(stage_region(stage, 0, "other", &region), -ENODATA);
	assert_int_equal(stage_processes(stage, pids, 8, &nr), 0);
	assert_int_equal(nr, 2);
	assert_true(pids[0] < pids[1]);
	stage_free(stage);
}

static void passes_a_pagemap_that_shows_frames(void **state)
{
	struct stage_config config = config_for_tests();
	struct stage_region region;
	struct stage *stage;
	char expected[64];
	uint64_t pfn;
	int fd;

	(void)state;
	config.grants[config.nr_grants++] = "pagemap";
	stage = start_with(&config, "pagemap");
	assert_int_equal(stage_wait(stage, "read"), 0);
	assert_int_equal(stage_region(stage, 0, "buffer", &region), 0);
	assert_int_equal(pagemap_open(region.pid, &fd), 0);
	assert_int_equal(pagemap_pfns(fd, (void *)region.address, 1, &pfn), 0);
	assert_int_not_equal(pfn, 0);
	close(fd);
	snprintf(expected, sizeof(expected), "0\n%llu\n", (unsigned long long)pfn);
	assert_output(stage, expected);
	stage_free(stage);
}

static void gives_no_pagemap_without_the_grant(void **state)
{
	struct stage *stage = start("pagemap");

	(void)state;
	assert_int_equal(stage_finish(stage), 0);
	assert_output(stage, "error 1\n");
	stage_free(stage);
}

static void writes_a_sysctl_with_the_grant_alone(void **state)
{
	struct stage_config config = config_for_tests();
	struct stage *stage;
	char expected[64];

	(void)state;
	if (access("/proc/sys/vm/page-cluster", W_OK))
		skip();
	config.grants[config.nr_grants++] = "sysctl:/proc/sys/vm/page-cluster";
	stage = start_with(&config, "sysctl");
	assert_int_equal(stage_finish(stage), 0);
	snprintf(expected, sizeof(expected), "%d %d %d %d %d\n", -EINVAL, -EPERM, -EPERM,
		-EPERM, -ENAMETOOLONG);
	assert_output(stage, expected);
	stage_free(stage);
}

static void refuses_to_grant_what_is_no_sysctl(void **state)
{
	static const char *const names[] = {"sysctl:/proc/sys/../kcore",
		"sysctl:/etc/passwd", "sysctl:/proc/sys/vm", "sysctl:vm/swappiness"};
	static const char *const absent[] = {"sysctl:/proc/sys/vm/no-such-setting"};
	struct grants grants;
	char words[256];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(grants_give(&names[i], 1, 1000, &grants), -EINVAL);
	assert_int_equal(grants_give(absent, 1, 1000, &grants), -ENOENT);
	assert_true(grants_fault(absent, 1, words, sizeof(words)));
	assert_string_equal(words, "the machine has no /proc/sys/vm/no-such-setting, "
				   "which the lab needs");
}

static void says_what_grants_there_are(void **state)
{
	static const char *const right[] = {"pagemap", "cgroup", "hugetlbfs"};
	static const struct {
		const char *name, *words;
	} wrong[] = {
		{"pagmap", "lab.json: there is no grant “pagmap”; there are: pagemap, "
			   "file:PATH, "
			   "device:PATH, hugetlbfs, sysctl:PATH, cgroup"},
		{"cgroup:/x", "lab.json: there is no grant “cgroup:/x”; there are: "
			      "pagemap, file:PATH, "
			      "device:PATH, hugetlbfs, sysctl:PATH, cgroup"},
		{"file:/etc/passwd", "lab.json: the grant “file:/etc/passwd” is not of a "
				     "file of /sys, "
				     "or of /proc but not below /proc/sys"},
		{"device:/dev/shm", "lab.json: the grant “device:/dev/shm” is not of a "
				    "character device "
				    "right below /dev"},
	};
	char words[256];

	(void)state;
	assert_false(grants_fault(right, 3, words, sizeof(words)));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_true(grants_fault(&wrong[i].name, 1, words, sizeof(words)));
		assert_string_equal(words, wrong[i].words);
	}
}

static unsigned long read_counter(pid_t pid, uintptr_t address)
{
	unsigned long value = 0;
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &value, sizeof(value), (off_t)address), sizeof(value));
	close(fd);
	return value;
}

static void freezes_other_threads_too(void **state)
{
	const struct timespec pause_time = {.tv_nsec = 50000000};
	struct stage *stage = start("threads");
	struct stage_region region;
	unsigned long before;

	(void)state;
	assert_int_equal(stage_wait(stage, "spinning"), 0);
	assert_int_equal(stage_region(stage, 0, "counter", &region), 0);
	before = read_counter(region.pid, region.address);
	nanosleep(&pause_time, NULL);
	assert_int_equal(read_counter(region.pid, region.address), before);
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 0);
	stage_free(stage);
}

static void ends_a_loop_at_its_time(void **state)
{
	struct stage_config config = config_for_tests();
	struct stage *stage;

	(void)state;
	config.limits.seconds = 1;
	stage = start_with(&config, "spin");
	assert_int_equal(stage_wait(stage, "before"), 0);
	assert_int_equal(stage_wait(stage, "after"), -ENODATA);
	assert_ended(stage, STAGE_TIMEOUT, 1);
	assert_string_equal(stage_end(stage)->last_checkpoint, "before");
	stage_free(stage);
}

static void frozen_time_does_not_count(void **state)
{
	const struct timespec longer = {.tv_sec = 1, .tv_nsec = 500000000};
	struct stage_config config = config_for_tests();
	struct stage *stage;

	(void)state;
	config.limits.seconds = 1;
	stage = start_with(&config, "family");
	assert_int_equal(stage_wait(stage, "filled"), 0);
	nanosleep(&longer, NULL);
	assert_int_equal(stage_wait(stage, "child"), 0);
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 7);
	stage_free(stage);
}

static void tells_the_signal(void **state)
{
	struct stage *stage = start("crash");

	(void)state;
	assert_int_equal(stage_wait(stage, "after"), -ENODATA);
	assert_ended(stage, STAGE_SIGNALLED, SIGSEGV);
	stage_free(stage);
}

static void bounds_the_output(void **state)
{
	struct stage *stage = start("flood");
	size_t size;

	(void)state;
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_OUTPUT, 64 << 10);
	stage_output(stage, &size);
	assert_int_equal(size, 64 << 10);
	stage_free(stage);
}

static void survives_a_fork_bomb(void **state)
{
	struct stage_config config = config_for_tests();
	struct stage *stage;
	pid_t pids[64];
	size_t nr;

	(void)state;
	config.limits.seconds = 1;
	config.limits.nr_pids = 16;
	stage = start_with(&config, "forkbomb");
	assert_int_equal(stage_wait(stage, "never"), -ENODATA);
	assert_ended(stage, STAGE_TIMEOUT, 1);
	assert_int_equal(stage_processes(stage, pids, 64, &nr), 0);
	assert_int_equal(nr, 0);
	stage_free(stage);
}

static void kills_what_outlives_the_program(void **state)
{
	struct stage *stage = start("orphan");

	(void)state;
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 0);
	assert_output(stage, "started\n");
	stage_free(stage);
}

static void bears_closed_descriptors(void **state)
{
	struct stage *stage = start("close_all");

	(void)state;
	assert_int_equal(stage_wait(stage, "closed"), 0);
	assert_int_equal(stage_wait(stage, "again"), 0);
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 0);
	stage_free(stage);
}

static int nr_open_fds(void)
{
	int nr = 0;

	for (int fd = 0; fd < 1024; fd++)
		nr += fcntl(fd, F_GETFD) >= 0;
	return nr;
}

static void bears_garbage(void **state)
{
	struct stage *stage;
	int before = nr_open_fds();

	(void)state;
	stage = start("garbage");
	assert_int_equal(stage_wait(stage, "survived"), 0);
	assert_true(stage_passed(stage, "escape?[2J"));
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 0);
	stage_free(stage);
	assert_int_equal(nr_open_fds(), before);
}

static void bounds_the_regions(void **state)
{
	struct stage *stage = start("regions");
	struct stage_region region;

	(void)state;
	assert_int_equal(stage_wait(stage, "done"), 0);
	assert_int_equal(stage_region(stage, 0, "region 255", &region), 0);
	assert_int_equal(stage_region(stage, 0, "region 256", &region), -ENODATA);
	assert_int_equal(stage_region(stage, 0, "empty", &region), -ENODATA);
	assert_int_equal(stage_region(stage, 0, "wraps", &region), -ENODATA);
	stage_free(stage);
}

static void count_sample(struct stage *stage, pid_t pid, const char *name, void *arg)
{
	assert_int_equal(pid, stage_main_pid(stage));
	assert_string_equal(name, "tick");
	++*(int *)arg;
}

static void calls_back_at_each_sample(void **state)
{
	struct stage *stage = start("samples");
	int nr = 0;

	(void)state;
	stage_on_sample(stage, count_sample, &nr);
	assert_int_equal(stage_finish(stage), 0);
	assert_int_equal(nr, 10);
	stage_free(stage);
}

static void keeps_zero_bytes_of_output(void **state)
{
	struct stage *stage = start("binary_output");
	const char *output;
	size_t size;

	(void)state;
	assert_int_equal(stage_wait(stage, NULL), 0);
	assert_int_equal(stage_finish(stage), 0);
	output = stage_output(stage, &size);
	assert_int_equal(size, 5);
	assert_memory_equal(output, "a\0b\nc", 6);
	stage_free(stage);
}

static void a_program_may_say_nothing(void **state)
{
	struct stage *stage = start("silent");

	(void)state;
	assert_int_equal(stage_wait(stage, "any"), -ENODATA);
	assert_ended(stage, STAGE_EXITED, 3);
	assert_string_equal(stage_end(stage)->last_checkpoint, "");
	stage_free(stage);
}

static void nobody_is_at_a_dead_ones_checkpoint(void **state)
{
	const struct timespec a_while = {.tv_nsec = 500000000};
	struct stage *stage = start("ghost");

	(void)state;
	/* Nothing is read before the wait: the request lies there, its sender gone. */
	nanosleep(&a_while, NULL);
	assert_int_equal(stage_wait(stage, "ghost"), -ENODATA);
	assert_false(stage_was_at(stage, "ghost"));
	assert_true(stage_passed(stage, "alive"));
	assert_ended(stage, STAGE_EXITED, 0);
	stage_free(stage);
}

static void freezes_a_parent_in_vfork(void **state)
{
	struct stage *stage = start("vfork");

	(void)state;
	assert_int_equal(stage_wait(stage, "child"), 0);
	assert_int_not_equal(stage_pid(stage), stage_main_pid(stage));
	assert_int_equal(stage_wait(stage, "parent"), 0);
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 0);
	stage_free(stage);
}

static void freezes_tracer_and_traced(void **state)
{
	struct stage *stage = start("tracer");
	pid_t pids[4];
	size_t nr;

	(void)state;
	assert_int_equal(stage_wait(stage, "traced"), 0);
	assert_int_equal(stage_processes(stage, pids, 4, &nr), 0);
	assert_int_equal(nr, 2);
	assert_int_equal(stage_finish(stage), 0);
	assert_ended(stage, STAGE_EXITED, 0);
	stage_free(stage);
}

static void bounds_the_memory(void **state)
{
	struct stage_config config = config_for_tests();
	struct stage *stage;

	(void)state;
	if (!bounded) {
		print_message("no memory controller in this machine's cgroup2\n");
		skip();
	}
	config.limits.memory_bytes = 64u << 20;
	stage = start_with(&config, "eat");
	assert_int_equal(stage_wait(stage, "hungry"), 0);
	assert_int_equal(stage_wait(stage, "full"), -ENODATA);
	assert_ended(stage, STAGE_MEMORY, 64 << 20);
	stage_free(stage);
}

static struct stage *start_in_groups(const char *part)
{
	struct stage_config config = config_for_tests();

	if (!bounded) {
		print_message("no memory controller in this machine's cgroup2\n");
		skip();
	}
	config.limits.memory_bytes = 64u << 20;
	config.grants[config.nr_grants++] = "cgroup";
	config.grants[config.nr_grants++] = "pagemap";
	return start_with(&config, part);
}

static void assert_no_group_left(void)
{
	char path[64];

	for (int i = 0; i < 8; i++) {
		snprintf(path, sizeof(path), "/sys/fs/cgroup/pagelab-%d-%d",
			(int)getpid(), i);
		assert_int_equal(access(path, F_OK), -1);
	}
}

static void knows_the_processes_in_each_group(void **state)
{
	const struct timespec pause_time = {.tv_nsec = 50000000};
	struct stage *stage = start_in_groups("groups");
	struct stage_region region;
	unsigned long before;
	pid_t pids[4];
	size_t nr;

	(void)state;
	assert_int_equal(stage_wait(stage, "spinning"), 0);
	assert_int_equal(stage_processes(stage, pids, 4, &nr), 0);
	assert_int_equal(nr, 2);
	assert_int_equal(pids[0], stage_main_pid(stage));
	assert_int_equal(stage_processes(stage, pids, 1, &nr), 0);
	assert_int_equal(nr, 1);
	assert_int_equal(stage_region(stage, 0, "counter", &region), 0);
	before = read_counter(region.pid, region.address);
	assert_true(before > 0);
	nanosleep(&pause_time, NULL);
	assert_int_equal(read_counter(region.pid, region.address), before);
	assert_int_equal(stage_finish(stage), 0);
	assert_output(stage, "pagemap: 0\nkilled by 9\n");
	assert_ended(stage, STAGE_EXITED, 5);
	stage_free(stage);
	assert_no_group_left();
}

static void bounds_the_memory_of_all_groups(void **state)
{
	struct stage *stage = start_in_groups("eat_in_group");

	(void)state;
	assert_int_equal(stage_wait(stage, "hungry"), 0);
	assert_int_equal(stage_wait(stage, "full"), -ENODATA);
	assert_ended(stage, STAGE_MEMORY, 64 << 20);
	stage_free(stage);
	assert_no_group_left();
}

static void no_group_hides_a_process(void **state)
{
	struct stage *stage = start_in_groups("hide_in_group");
	pid_t pids[4];
	size_t nr;

	(void)state;
	assert_int_equal(stage_wait(stage, "hidden"), 0);
	assert_int_equal(stage_processes(stage, pids, 4, &nr), 0);
	assert_int_equal(nr, 1);
	assert_int_equal(stage_finish(stage), 0);
	assert_output(stage, "lease: 0\n");
	assert_ended(stage, STAGE_EXITED, 0);
	stage_free(stage);
	assert_no_group_left();
}

static void freed_in_the_middle_it_leaves_nothing(void **state)
{
	struct stage *stage = start("spin");
	pid_t pid = stage_main_pid(stage);

	(void)state;
	assert_int_equal(stage_wait(stage, "before"), 0);
	stage_free(stage);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
}

static void refuses_what_it_cannot_grant(void **state)
{
	static const char *const bad[] = {"modules", "file:", "file:/etc/passwd",
		"file:/sys/../etc/passwd", "file:/proc/sys/vm/drop_caches",
		"file:/sys/kernel", "file:/dev/null", "device:", "device:/dev/",
		"device:/dev/.", "device:/dev/..", "device:/dev/pts/0",
		"device:/etc/passwd", "device:/dev/shm"};
	char *args[] = {NULL};
	struct stage *stage;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct stage_config config = config_for_tests();

		config.grants[config.nr_grants++] = bad[i];
		assert_int_equal(stage_start(&config, args, &stage), -EINVAL);
	}
}

static void refuses_root_and_missing_programs(void **state)
{
	struct stage_config config = config_for_tests();
	char *args[] = {NULL};
	struct stage *stage;

	(void)state;
	need_sandbox();
	config.uid = 0;
	assert_int_equal(stage_start(&config, args, &stage), -EINVAL);
	config.uid = UID;
	config.exercise = "/nonexistent/program";
	assert_int_equal(stage_start(&config, args, &stage), -ENOENT);
	config.exercise = "/etc/passwd";
	assert_int_equal(stage_start(&config, args, &stage), -EACCES);
}

static void draws_repeatable_sizes(void **state)
{
	struct stage_config config = config_for_tests();
	uint64_t size, again;
	unsigned seen = 0;

	(void)state;
	config.sizes[0] = (struct stage_range){"pages", 128, 512, 128};
	config.nr_sizes = 1;
	for (unsigned n = 0; n < 100; n++) {
		config.seed = n;
		assert_int_equal(stage_size(&config, "pages", &size), 0);
		assert_true(size >= 128 && size <= 512 && size % 128 == 0);
		assert_int_equal(stage_size(&config, "pages", &again), 0);
		assert_int_equal(size, again);
		seen |= 1u << size / 128;
	}
	assert_int_equal(seen, 0x1e);
	assert_int_equal(stage_size(&config, "pagse", &size), -ENOENT);
	assert_int_equal(size, again);
}

static void fills_the_programs_arguments(void **state)
{
	char text[STAGE_MAX_SIZES][STAGE_ARG_SIZE], seed[STAGE_ARG_SIZE];
	struct stage_config config = config_for_tests();

	(void)state;
	config.seed = 42;
	config.sizes[0] = (struct stage_range){"pages", 7, 7, 1};
	config.sizes[1] = (struct stage_range){"hole", 8, 8, 1};
	config.nr_sizes = 2;
	config.args[0] = "hole";
	config.args[1] = "seed";
	config.args[2] = "pages";
	config.nr_args = 3;
	snprintf(seed, sizeof(seed), "%" PRIu64, stage_seed(&config));
	assert_int_equal(stage_arguments(&config, text), 0);
	assert_string_equal(text[0], "8");
	assert_string_equal(text[1], seed);
	assert_string_equal(text[2], "7");
	config.seed = 43;
	assert_in_range(stage_seed(&config), 1, INT64_MAX);
	assert_int_equal(stage_arguments(&config, text), 0);
	assert_string_not_equal(text[1], seed);
	config.args[1] = "sede";
	assert_int_equal(stage_arguments(&config, text), -ENOENT);
}

static bool has_controllers(void)
{
	char text[256] = "";
	int fd = open("/sys/fs/cgroup/cgroup.controllers", O_RDONLY);

	if (fd >= 0) {
		ssize_t n = read(fd, text, sizeof(text) - 1);

		(void)n;
		close(fd);
	}
	return strstr(text, "memory") && strstr(text, "pids");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stops_at_each_checkpoint_asked_for),
		cmocka_unit_test(knows_the_regions_of_each_process),
		cmocka_unit_test(passes_a_pagemap_that_shows_frames),
		cmocka_unit_test(gives_no_pagemap_without_the_grant),
		cmocka_unit_test(writes_a_sysctl_with_the_grant_alone),
		cmocka_unit_test(refuses_to_grant_what_is_no_sysctl),
		cmocka_unit_test(says_what_grants_there_are),
		cmocka_unit_test(freezes_other_threads_too),
		cmocka_unit_test(ends_a_loop_at_its_time),
		cmocka_unit_test(frozen_time_does_not_count),
		cmocka_unit_test(tells_the_signal),
		cmocka_unit_test(bounds_the_output),
		cmocka_unit_test(survives_a_fork_bomb),
		cmocka_unit_test(kills_what_outlives_the_program),
		cmocka_unit_test(bears_closed_descriptors),
		cmocka_unit_test(bears_garbage),
		cmocka_unit_test(bounds_the_regions),
		cmocka_unit_test(calls_back_at_each_sample),
		cmocka_unit_test(keeps_zero_bytes_of_output),
		cmocka_unit_test(a_program_may_say_nothing),
		cmocka_unit_test(nobody_is_at_a_dead_ones_checkpoint),
		cmocka_unit_test(freezes_a_parent_in_vfork),
		cmocka_unit_test(freezes_tracer_and_traced),
		cmocka_unit_test(bounds_the_memory),
		cmocka_unit_test(knows_the_processes_in_each_group),
		cmocka_unit_test(bounds_the_memory_of_all_groups),
		cmocka_unit_test(no_group_hides_a_process),
		cmocka_unit_test(freed_in_the_middle_it_leaves_nothing),
		cmocka_unit_test(refuses_what_it_cannot_grant),
		cmocka_unit_test(refuses_root_and_missing_programs),
		cmocka_unit_test(draws_repeatable_sizes),
		cmocka_unit_test(fills_the_programs_arguments),
	};

	if (argc > 2 && !strcmp(argv[1], "act"))
		return act(argv[2]);
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return 1;
	bounded = has_controllers();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
