/* SPDX-License-Identifier: MIT */
/*
 * kmod/cma_grab, tried in the guest as root, in the profile cma: an area of 128 MiB. The
 * module is loaded before this starts; MODULE is where it lies.
 *
 *	test_cma_grab MODULE
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <cmocka.h>

#include "cma_grab.h"
#include "common/kernel/kmsg.h"
#include "modules.h"
#include "common/kernel/page.h"
#include "pins.h"

#undef DEVICE
#define DEVICE "cma_grab"
#define MIB (UINT64_C(1) << 20)
#define AREA_MIB 128
#define MOST_MIB 112
/* The profile: cma=128M@0xc0000000-0xe0000000. */
#define AREA_START 0xc0000000
#define AREA_END 0xe0000000
#define NR_CYCLES 30
#define NR_THREADS 4
#define NR_TURNS 50

static const char *module;

static int take(int fd, uint64_t length_bytes, uint64_t *ret_pfn)
{
	struct cma_grab_request request = {.length_bytes = length_bytes};

	if (ioctl(fd, CMA_GRAB_TAKE, &request))
		return -errno;
	*ret_pfn = request.pfn;
	return 0;
}

static int put_back(int fd)
{
	return ioctl(fd, CMA_GRAB_GIVE_BACK) ? -errno : 0;
}

static uint64_t held_blocks(void)
{
	return device_number(DEVICE, "held_blocks");
}

/*
 * Nothing is held, and there is room for most of the area in one piece: what was given back
 * is free. (Its pages pass through the CPUs' own lists, and nr_free_cma does not count those.)
 */
static void expect_all_given_back(void)
{
	int fd = device_open(DEVICE);
	uint64_t pfn;

	assert_int_equal(held_blocks(), 0);
	assert_int_equal(take(fd, MOST_MIB * MIB, &pfn), 0);
	close(fd);
	assert_int_equal(held_blocks(), 0);
}

static void a_block_lies_in_the_area(void **state)
{
	static const unsigned sizes_mib[] = {1, 8, 32, 64};
	uint64_t page = page_size_bytes();
	int fd = device_open(DEVICE);

	(void)state;
	for (int i = 0; i < 4; i++) {
		uint64_t size = sizes_mib[i] * MIB, pfn = 0;
		char line[128];

		assert_int_equal(take(fd, size, &pfn), 0);
		assert_true(pfn * page >= AREA_START);
		assert_true(pfn * page + size <= AREA_END);
		assert_int_equal(held_blocks(), 1);
		snprintf(line, sizeof(line), "length %llu error 0 pfn 0x%llx",
			(unsigned long long)size, (unsigned long long)pfn);
		assert_string_equal(device_line(DEVICE, "last"), line);
		assert_int_equal(put_back(fd), 0);
	}
	close(fd);
}

static void what_makes_no_sense_is_refused(void **state)
{
	uint64_t page = page_size_bytes(), pfn = 0;
	int fd = device_open(DEVICE);

	(void)state;
	assert_int_equal(take(fd, 0, &pfn), -EINVAL);
	assert_int_equal(take(fd, 1, &pfn), -EINVAL);
	assert_int_equal(take(fd, page + 1, &pfn), -EINVAL);
	assert_int_equal(take(fd, UINT64_MAX, &pfn), -EINVAL);
	assert_int_equal(put_back(fd), -ENOENT);
	assert_int_equal(ioctl(fd, CMA_GRAB_TAKE, NULL), -1);
	assert_int_equal(errno, EFAULT);
	assert_int_equal(ioctl(fd, CMA_GRAB_TAKE, (void *)0xffff000000000000), -1);
	assert_int_equal(errno, EFAULT);
	assert_int_equal(ioctl(fd, _IO(0xb7, 0x70), NULL), -1);
	assert_int_equal(errno, ENOTTY);
	assert_int_equal(held_blocks(), 0);
	close(fd);
}

static void more_than_there_is_is_refused(void **state)
{
	uint64_t page = page_size_bytes(), pfn = 0;
	uint64_t refused = device_number(DEVICE, "refused");
	const uint64_t sizes[] = {(AREA_MIB + 1) * MIB, 2048 * MIB, 3000 * MIB,
		4096 * MIB, UINT64_C(1) << 40, UINT64_C(1) << 62, -page};
	int fd = device_open(DEVICE);

	(void)state;
	for (int i = 0; i < 7; i++)
		assert_int_equal(take(fd, sizes[i], &pfn), -ENOMEM);
	assert_int_equal(device_number(DEVICE, "refused"), refused + 7);
	close(fd);
	expect_all_given_back();
}

/* The block is taken, and the answer cannot be written: it must not stay taken. */
static void an_answer_that_cannot_be_written_keeps_no_block(void **state)
{
	static const struct cma_grab_request request = {.length_bytes = 8 * MIB};
	int fd = device_open(DEVICE);

	(void)state;
	assert_int_equal(ioctl(fd, CMA_GRAB_TAKE, &request), -1);
	assert_int_equal(errno, EFAULT);
	assert_int_equal(put_back(fd), -ENOENT);
	expect_all_given_back();
	close(fd);
}

static void a_file_holds_one_block(void **state)
{
	int fd = device_open(DEVICE);
	uint64_t pfn;

	(void)state;
	assert_int_equal(take(fd, 8 * MIB, &pfn), 0);
	assert_int_equal(take(fd, MIB, &pfn), -EBUSY);
	assert_int_equal(put_back(fd), 0);
	assert_int_equal(put_back(fd), -ENOENT);
	close(fd);
}

static void all_files_hold_a_bounded_number(void **state)
{
	int fds[CMA_GRAB_MAX_BLOCKS + 1];
	uint64_t pfn;

	(void)state;
	for (int i = 0; i <= CMA_GRAB_MAX_BLOCKS; i++) {
		fds[i] = device_open(DEVICE);
		assert_int_equal(
			take(fds[i], MIB, &pfn), i < CMA_GRAB_MAX_BLOCKS ? 0 : -ENOSPC);
	}
	assert_int_equal(held_blocks(), CMA_GRAB_MAX_BLOCKS);
	for (int i = 0; i <= CMA_GRAB_MAX_BLOCKS; i++)
		close(fds[i]);
	expect_all_given_back();
}

static int take_and_die(void *arg)
{
	uint64_t pfn;

	(void)arg;
	if (take(device_open(DEVICE), 32 * MIB, &pfn) ||
		take(device_open(DEVICE), 32 * MIB, &pfn))
		return 1;
	kill(getpid(), SIGKILL);
	return 2;
}

static void death_of_the_holder_gives_back(void **state)
{
	(void)state;
	assert_int_equal(in_child(take_and_die, NULL, 0), 128 + SIGKILL);
	expect_all_given_back();
}

static atomic_int nr_wrong;

static void *take_turns(void *arg)
{
	int fd = *(int *)arg;
	uint64_t pfn;

	for (int i = 0; i < NR_TURNS; i++) {
		int err = take(fd, MIB / 2, &pfn);

		if (err && err != -EBUSY)
			nr_wrong++;
		err = put_back(fd);
		if (err && err != -ENOENT)
			nr_wrong++;
	}
	return NULL;
}

static void threads_on_one_file_lose_nothing(void **state)
{
	pthread_t threads[NR_THREADS];
	int fd = device_open(DEVICE);

	(void)state;
	for (int i = 0; i < NR_THREADS; i++)
		pthread_create(&threads[i], NULL, take_turns, &fd);
	for (int i = 0; i < NR_THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(nr_wrong, 0);
	close(fd);
	expect_all_given_back();
}

static int hold_one(int fd)
{
	uint64_t pfn;

	return take(fd, 8 * MIB, &pfn);
}

static void loads_and_unloads_under_use(void **state)
{
	(void)state;
	load_and_unload_under_use(DEVICE, module, NR_CYCLES, hold_one);
	assert_int_equal(held_blocks(), 0);
	assert_int_equal(device_number(DEVICE, "granted"), 0);
	expect_all_given_back();
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
		cmocka_unit_test(a_block_lies_in_the_area),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(more_than_there_is_is_refused),
		cmocka_unit_test(an_answer_that_cannot_be_written_keeps_no_block),
		cmocka_unit_test(a_file_holds_one_block),
		cmocka_unit_test(all_files_hold_a_bounded_number),
		cmocka_unit_test(death_of_the_holder_gives_back),
		cmocka_unit_test(threads_on_one_file_lose_nothing),
		cmocka_unit_test(loads_and_unloads_under_use),
		cmocka_unit_test(the_kernel_had_nothing_to_complain_of),
	};

	if (argc != 2 || kmsg_open(&log_fd))
		return 2;
	module = argv[1];
	return cmocka_run_group_tests_name("cma_grab", tests, NULL, NULL);
}
