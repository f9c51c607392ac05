/* SPDX-License-Identifier: MIT */
/* Unloads the learner's module and loads it again (check_unload.h). */
#include "check_unload.h"
#include "page_pin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each cycle takes the kernel some 40 ms here; tests/guest makes it a hundred. */
#define MODULE "/run/pagelab/page_pin.ko"

void set_linger(const struct evidence *e, enum interleave_linger how)
{
	if (ioctl(e->interleave_fd, INTERLEAVE_LINGER, how))
		claim_broken(-errno, "/dev/interleave");
}

/* Pins memory twice, has its turn passed on, and unpins half of it: the rest is given back when
 * it ends. */
static int use(int end, size_t nr_pages)
{
	size_t length_bytes = nr_pages * page_size_bytes();
	char *memory;
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	struct page_pin_range range = {.length_bytes = length_bytes}, rest;

	if (fd < 0 || lab_map(3 * length_bytes, &memory))
		return 1;
	range.address = (uintptr_t)memory;
	rest = range;
	rest.address += 2 * length_bytes;
	if (ioctl(fd, PAGE_PIN_PIN, &range) || ioctl(fd, PAGE_PIN_PIN, &rest) ||
		turn_pass(end) || turn_await(end))
		return 1;
	return ioctl(fd, PAGE_PIN_UNPIN, &range) != 0;
}

static int unload(void)
{
	return syscall(SYS_delete_module, "page_pin", O_NONBLOCK) ? -errno : 0;
}

static int load(void)
{
	int fd = open(MODULE, O_RDONLY | O_CLOEXEC);
	int err = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;

	close(fd);
	return err;
}

static void expect_result(const char *what, int expected, int result)
{
	claim_where("%s", what);
	expect_true(result == expected, expected ? strerrorname_np(-expected) : "success",
		"%s", result ? strerrorname_np(-result) : "success");
}

/* A kernel thread whose code is gone can never go on: interleave keeps it. */
static void expect_nobody_left(const struct evidence *e)
{
	struct interleave_findings findings;

	if (ioctl(e->interleave_fd, INTERLEAVE_FINDINGS, &findings))
		claim_broken(-errno, "/dev/interleave");
	claim_where("unloading the module after its last user has ended");
	expect_equal("kernel threads that were still at work for it", 0,
		findings.nr_left_behind);
	expect_equal("callbacks of call_rcu() that no rcu_barrier() has waited for", 0,
		findings.nr_callbacks);
}

/* One life of the module: in use, out of use, gone, and back. */
static void live_once(const struct evidence *e, bool first)
{
	int ends[2], status = -1, result;
	pid_t pid = -1;

	if (!turns_make(ends))
		pid = fork();
	if (pid < 0)
		claim_broken(-errno, "starting a user of the module");
	turns_choose(ends, !pid);
	if (!pid)
		_exit(use(ends[1], e->nr_pages));
	turn_await(ends[0]);
	expect_result("unloading the module while it is in use", -EAGAIN, unload());
	if (first)
		set_linger(e, INTERLEAVE_WAIT);
	turn_pass(ends[0]);
	waitpid(pid, &status, 0);
	close(ends[0]);
	expect_equal("exit status of its user", 0, status);
	if (first)
		set_linger(e, INTERLEAVE_OUTLIVE);
	result = unload();
	set_linger(e, INTERLEAVE_GO_ON);
	expect_result("unloading the module", 0, result);
	expect_nobody_left(e);
	expect_true(access(DEVICE, F_OK), DEVICE " is gone with it", "it is still there");
	expect_result("loading the module again", 0, load());
}

/* The numbers of devices that are taken. */
static void read_devices(char *ret, size_t size)
{
	FILE *file = fopen("/proc/devices", "re");

	ret[file ? fread(ret, 1, size - 1, file) : 0] = '\0';
	if (file)
		fclose(file);
}

void live_on(const struct evidence *e)
{
	char before[4096], after[4096];
	struct pins first, last;
	int err = read_pins(&first);

	read_devices(before, sizeof(before));
	for (int i = 0; i < NR_CYCLES; i++)
		live_once(e, !i);
	read_devices(after, sizeof(after));
	claim_where("/proc/devices, after it was loaded %d times", NR_CYCLES);
	expect_true(!strcmp(before, after), "the numbers that were taken before",
		"more of them: exit did not undo what init registered");
	if (!err)
		err = read_pins(&last);
	if (err)
		claim_broken(err, "/proc/vmstat");
	claim_where("nr_foll_pin_released in /proc/vmstat, loaded %d times", NR_CYCLES);
	expect_equal("pages unpinned", last.acquired - first.acquired,
		last.released - first.released);
}
