/* SPDX-License-Identifier: MIT */
/*
 * kmod/page_pin, tried in the guest as root: what lab 13 claims of a learner's module.
 * The module is loaded before this starts; MODULE is where it lies.
 *
 *	test_page_pin MODULE
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/kernel/faults.h"
#include "common/kernel/kmsg.h"
#include "common/kernel/page.h"
#include "common/kernel/proc_status.h"
#include "page_pin.h"
#include "pins.h"

#define NR_PAGES 64
#define LIMIT_PAGES 16
#define NR_CYCLES 100

static const char *module;

static void pins_every_page_and_unpins_it(void **state)
{
	int fd = pin_open();
	char *memory = fresh(NR_PAGES);
	struct pins before = pins_count();
	struct faults first, last;

	(void)state;
	pin(fd, memory, 1);
	unpin(fd, memory, 1);
	assert_int_equal(faults_self(&first), 0);
	assert_int_equal(pin(fd, memory, NR_PAGES), 0);
	assert_int_equal(faults_self(&last), 0);
	assert_int_equal(last.minor - first.minor, NR_PAGES - 1);
	expect_pins(&before, NR_PAGES + 1, 1);
	assert_int_equal(unpin(fd, memory, NR_PAGES), 0);
	expect_pins(&before, NR_PAGES + 1, NR_PAGES + 1);
	assert_int_equal(unpin(fd, memory, NR_PAGES), -ENOENT);
	close(fd);
	give_back(memory, NR_PAGES);
	expect_pins(&before, NR_PAGES + 1, NR_PAGES + 1);
}

/* How many pages are charged to this process: VmLck. */
static long charged_pages(void)
{
	uint64_t bytes = 0;

	assert_int_equal(proc_status_bytes(0, "VmLck", &bytes), 0);
	return (long)(bytes / page_size_bytes());
}

static void a_hole_pins_nothing(void **state)
{
	int fd = pin_open();
	char *memory = fresh(NR_PAGES);
	struct pins before, after;

	(void)state;
	munmap(memory + NR_PAGES / 2 * page_size_bytes(), page_size_bytes());
	before = pins_count();
	assert_int_equal(pin(fd, memory, NR_PAGES), -EFAULT);
	after = pins_count();
	assert_int_equal(
		after.acquired - before.acquired, after.released - before.released);
	assert_int_equal(charged_pages(), 0);
	assert_int_equal(unpin(fd, memory, NR_PAGES), -ENOENT);
	assert_int_equal(pin(fd, memory, NR_PAGES / 2), 0);
	assert_int_equal(charged_pages(), NR_PAGES / 2);
	close(fd);
	give_back(memory, NR_PAGES);
}

static void memory_that_may_not_be_written_is_refused(void **state)
{
	int fd = pin_open();
	char *memory = fresh(NR_PAGES);

	(void)state;
	mprotect(memory, NR_PAGES * page_size_bytes(), PROT_READ);
	assert_int_equal(pin(fd, memory, NR_PAGES), -EFAULT);
	assert_int_equal(charged_pages(), 0);
	close(fd);
	give_back(memory, NR_PAGES);
}

static void ranges_that_are_none_are_invalid(void **state)
{
	int fd = pin_open();
	char *memory = fresh(2);
	uint64_t at = (uintptr_t)memory, page = page_size_bytes();

	(void)state;
	assert_int_equal(pin_bytes(fd, at, 0), -EINVAL);
	assert_int_equal(pin_bytes(fd, at + 1, page), -EINVAL);
	assert_int_equal(pin_bytes(fd, at, page + 1), -EINVAL);
	assert_int_equal(pin_bytes(fd, at, page / 2), -EINVAL);
	assert_int_equal(pin_bytes(fd, at, -page), -EINVAL);
	assert_int_equal(pin_bytes(fd, -page, 2 * page), -EINVAL);
	assert_int_equal(pin_bytes(fd, 0, page), -EFAULT);
	/* More than the machine has; more than an int can count; the kernel's half. */
	assert_int_equal(pin_bytes(fd, at, 1ULL << 40), -ENOMEM);
	assert_int_equal(pin_bytes(fd, page, 1ULL << 46), -ENOMEM);
	assert_int_equal(pin_bytes(fd, 0xffff000000000000, page), -EFAULT);
	/* A tag in the top byte changes nothing (arm64). */
	assert_int_equal(pin_bytes(fd, at | 0x5aULL << 56, page), 0);
	assert_int_equal(pin_bytes(fd, at, page), -EEXIST);
	assert_int_equal(unpin(fd, memory, 1), 0);
	assert_int_equal(ioctl(fd, PAGE_PIN_PIN, NULL), -1);
	assert_int_equal(errno, EFAULT);
	assert_int_equal(ioctl(fd, _IO(0xb7, 0x50), NULL), -1);
	assert_int_equal(errno, ENOTTY);
	assert_int_equal(charged_pages(), 0);
	close(fd);
	give_back(memory, 2);
}

static void what_overlaps_exists(void **state)
{
	int fd = pin_open(), other = pin_open();
	char *memory = fresh(8), *middle = memory + 2 * page_size_bytes();
	struct pins before = pins_count();

	(void)state;
	assert_int_equal(pin(fd, middle, 4), 0);
	assert_int_equal(pin(fd, middle, 4), -EEXIST);
	assert_int_equal(pin(fd, memory, 3), -EEXIST);
	assert_int_equal(pin(fd, memory + 5 * page_size_bytes(), 3), -EEXIST);
	assert_int_equal(pin(fd, memory, 8), -EEXIST);
	assert_int_equal(pin(fd, memory + 3 * page_size_bytes(), 1), -EEXIST);
	expect_pins(&before, 4, 0);
	assert_int_equal(pin(fd, memory, 2), 0);
	assert_int_equal(pin(fd, memory + 6 * page_size_bytes(), 2), 0);
	assert_int_equal(unpin(fd, middle, 3), -ENOENT);
	assert_int_equal(unpin(fd, memory, 8), -ENOENT);
	/* Another open file has pins of its own. */
	assert_int_equal(pin(other, memory, 8), 0);
	expect_pins(&before, 16, 0);
	assert_int_equal(unpin(fd, middle, 4), 0);
	assert_int_equal(pin(fd, middle, 4), 0);
	close(fd);
	close(other);
	expect_pins(&before, 20, 20);
	give_back(memory, 8);
}

static int pin_at_the_limit(void *arg)
{
	const struct rlimit limit = {
		LIMIT_PAGES * page_size_bytes(), LIMIT_PAGES * page_size_bytes()};
	int fd = *(int *)arg;
	char *memory = fresh(2 * LIMIT_PAGES);

	if (setrlimit(RLIMIT_MEMLOCK, &limit) ||
		pin(fd, memory, 2 * LIMIT_PAGES) != -ENOMEM)
		return 1;
	if (pin(fd, memory, LIMIT_PAGES) || charged_pages() != LIMIT_PAGES)
		return 2;
	if (pin(fd, memory + LIMIT_PAGES * page_size_bytes(), 1) != -ENOMEM)
		return 3;
	if (unpin(fd, memory, LIMIT_PAGES) || charged_pages() != 0)
		return 4;
	return pin(fd, memory + LIMIT_PAGES * page_size_bytes(), LIMIT_PAGES) ? 5 : 0;
}

static void the_limit_on_locked_memory_holds(void **state)
{
	int fd = pin_open();
	struct pins before = pins_count();

	(void)state;
	assert_int_equal(in_child(pin_at_the_limit, &fd, 1), 0);
	expect_pins(&before, 2 * LIMIT_PAGES, LIMIT_PAGES);
	close(fd);
	expect_pins(&before, 2 * LIMIT_PAGES, 2 * LIMIT_PAGES);
}

struct inherited {
	int fd;
	char *memory;
};

static int unpin_the_parents(void *arg)
{
	struct inherited *i = arg;

	if (unpin(i->fd, i->memory, NR_PAGES) != -ENOENT)
		return 1;
	/* The same address is another page here. */
	return pin(i->fd, i->memory, NR_PAGES) ? 2 : 0;
}

static void a_childs_pins_are_its_own(void **state)
{
	struct inherited i = {.fd = pin_open(), .memory = fresh(NR_PAGES)};
	struct pins before = pins_count();

	(void)state;
	assert_int_equal(pin(i.fd, i.memory, NR_PAGES), 0);
	assert_int_equal(in_child(unpin_the_parents, &i, 0), 0);
	/* The open file lives on, and so does what the dead child pinned. */
	expect_pins(&before, 2 * NR_PAGES, 0);
	assert_int_equal(unpin(i.fd, i.memory, NR_PAGES), 0);
	expect_pins(&before, 2 * NR_PAGES, NR_PAGES);
	close(i.fd);
	expect_pins(&before, 2 * NR_PAGES, 2 * NR_PAGES);
	give_back(i.memory, NR_PAGES);
}

static int pin_and_die(void *arg)
{
	int fd = pin_open();

	(void)arg;
	if (pin(fd, fresh(NR_PAGES), NR_PAGES))
		return 1;
	kill(getpid(), SIGKILL);
	return 2;
}

static void death_of_the_last_holder_releases(void **state)
{
	struct pins before = pins_count();

	(void)state;
	assert_int_equal(in_child(pin_and_die, NULL, 0), 128 + SIGKILL);
	expect_pins(&before, NR_PAGES, NR_PAGES);
}

static void a_pin_outlives_its_mapping(void **state)
{
	int fd = pin_open();
	char *memory = fresh(NR_PAGES);
	struct pins before = pins_count();

	(void)state;
	assert_int_equal(pin(fd, memory, NR_PAGES), 0);
	give_back(memory, NR_PAGES);
	expect_pins(&before, NR_PAGES, 0);
	assert_int_equal(unpin(fd, memory, NR_PAGES), 0);
	expect_pins(&before, NR_PAGES, NR_PAGES);
	close(fd);
}

/* Waits until it is told to end, with the module in use. */
static int use_module(void *arg)
{
	int *ends = arg, fd = pin_open();
	char byte = 1;

	if (pin(fd, fresh(NR_PAGES), NR_PAGES))
		return 1;
	send(ends[1], &byte, 1, 0);
	return recv(ends[1], &byte, 1, 0) == 1 ? 0 : 2;
}

static int load(void)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC);
	int err = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;

	close(fd);
	return err;
}

static int unload(void)
{
	return syscall(SYS_delete_module, "page_pin", O_NONBLOCK) ? -errno : 0;
}

static void loads_and_unloads_under_use(void **state)
{
	struct pins before = pins_count();

	(void)state;
	for (int i = 0; i < NR_CYCLES; i++) {
		int ends[2], status;
		char byte;
		pid_t pid;

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
		pid = fork();
		if (!pid)
			_exit(use_module(ends));
		assert_int_equal(recv(ends[0], &byte, 1, 0), 1);
		assert_int_equal(unload(), -EAGAIN);
		if (i % 2)
			kill(pid, SIGKILL);
		else
			send(ends[0], &byte, 1, 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, i % 2 ? SIGKILL : 0);
		close(ends[0]);
		close(ends[1]);
		assert_int_equal(unload(), 0);
		assert_int_equal(access(DEVICE, F_OK), -1);
		assert_int_equal(load(), 0);
	}
	expect_pins(&before, NR_CYCLES * NR_PAGES, NR_CYCLES * NR_PAGES);
}

static int log_fd;

static void the_kernel_had_nothing_to_complain_of(void **state)
{
	(void)state;
	assert_string_equal(warnings(log_fd), "");
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pins_every_page_and_unpins_it),
		cmocka_unit_test(a_hole_pins_nothing),
		cmocka_unit_test(memory_that_may_not_be_written_is_refused),
		cmocka_unit_test(ranges_that_are_none_are_invalid),
		cmocka_unit_test(what_overlaps_exists),
		cmocka_unit_test(the_limit_on_locked_memory_holds),
		cmocka_unit_test(a_childs_pins_are_its_own),
		cmocka_unit_test(death_of_the_last_holder_releases),
		cmocka_unit_test(a_pin_outlives_its_mapping),
		cmocka_unit_test(loads_and_unloads_under_use),
		cmocka_unit_test(the_kernel_had_nothing_to_complain_of),
	};

	if (argc != 2 || kmsg_open(&log_fd))
		return 2;
	module = argv[1];
	return cmocka_run_group_tests_name("page_pin", tests, NULL, NULL);
}
