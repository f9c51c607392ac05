/* SPDX-License-Identifier: MIT */
/*
 * kmod/order_alloc, tried in the guest as root. The module is loaded before this starts;
 * MODULE is where it lies.
 *
 *	test_order_alloc MODULE
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

#include "common/kernel/kmsg.h"
#include "modules.h"
#include "order_alloc.h"
#include "pins.h"
#include "common/kernel/placement.h"
#include "common/kernel/vmstat.h"

#undef DEVICE
#define DEVICE "order_alloc"
#define ORDER 9
#define NR_CYCLES 30
#define NR_THREADS 4
#define NR_TURNS 300
#define NOISE_PAGES 2048 /* free pages come and go by themselves */

static const char *module;

static int take(int fd, uint32_t order, uint32_t node, uint32_t flags, uint64_t *ret_pfn)
{
	struct order_alloc_request request = {
		.order = order, .node = node, .flags = flags};

	if (ioctl(fd, ORDER_ALLOC_TAKE, &request))
		return -errno;
	*ret_pfn = request.pfn;
	return 0;
}

static int put_back(int fd)
{
	return ioctl(fd, ORDER_ALLOC_GIVE_BACK) ? -errno : 0;
}

static uint64_t held_blocks(void)
{
	return device_number(DEVICE, "held_blocks");
}

static void a_block_is_of_its_node_and_order(void **state)
{
	struct placement_zones zones;
	int fd = device_open(DEVICE);

	(void)state;
	assert_int_equal(placement_read_zones(&zones), 0);
	for (unsigned node = 0; node < 2; node++) {
		for (unsigned order = 0; order <= 10; order++) {
			unsigned first_node = 9, last_node = 9;
			char line[128];
			uint64_t pfn = 0;

			assert_int_equal(take(fd, order, node, 0, &pfn), 0);
			assert_int_equal(pfn & ((1U << order) - 1), 0);
			placement_node(&zones, pfn, &first_node);
			placement_node(&zones, pfn + (1U << order) - 1, &last_node);
			assert_int_equal(first_node, node);
			assert_int_equal(last_node, node);
			assert_int_equal(held_blocks(), 1);
			snprintf(line, sizeof(line),
				"order %u node %u flags 0x0 error 0 pfn 0x%llx", order,
				node, (unsigned long long)pfn);
			assert_string_equal(device_line(DEVICE, "last"), line);
			assert_int_equal(put_back(fd), 0);
			assert_int_equal(held_blocks(), 0);
		}
	}
	close(fd);
}

static void direct_allocation_gives_a_block_too(void **state)
{
	int fd = device_open(DEVICE);
	uint64_t granted = device_number(DEVICE, "granted"), pfn;

	(void)state;
	assert_int_equal(take(fd, ORDER, 1, ORDER_ALLOC_DIRECT, &pfn), 0);
	assert_int_equal(put_back(fd), 0);
	assert_int_equal(
		take(fd, ORDER, 1, ORDER_ALLOC_DIRECT | ORDER_ALLOC_ONE_TRY, &pfn), 0);
	assert_int_equal(device_number(DEVICE, "granted"), granted + 2);
	close(fd);
	assert_int_equal(held_blocks(), 0);
}

static void what_makes_no_sense_is_refused(void **state)
{
	struct order_alloc_request request = {.order = ORDER, .zero = 1};
	int fd = device_open(DEVICE);
	uint64_t granted = device_number(DEVICE, "granted"), pfn = 0;

	(void)state;
	assert_int_equal(take(fd, 11, 0, 0, &pfn), -EINVAL);
	assert_int_equal(take(fd, 64, 0, 0, &pfn), -EINVAL);
	assert_int_equal(take(fd, UINT32_MAX, 0, 0, &pfn), -EINVAL);
	assert_int_equal(take(fd, ORDER, 0, 4, &pfn), -EINVAL);
	assert_int_equal(take(fd, ORDER, 0, ORDER_ALLOC_ONE_TRY, &pfn), -EINVAL);
	assert_int_equal(take(fd, ORDER, 0, UINT32_MAX, &pfn), -EINVAL);
	assert_int_equal(ioctl(fd, ORDER_ALLOC_TAKE, &request), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(take(fd, ORDER, 2, 0, &pfn), -ENODEV);
	assert_int_equal(take(fd, ORDER, 1 << 20, 0, &pfn), -ENODEV);
	assert_int_equal(take(fd, ORDER, INT32_MAX, 0, &pfn), -ENODEV);
	assert_int_equal(take(fd, ORDER, UINT32_MAX, 0, &pfn), -ENODEV);
	assert_int_equal(put_back(fd), -ENOENT);
	assert_int_equal(ioctl(fd, ORDER_ALLOC_TAKE, NULL), -1);
	assert_int_equal(errno, EFAULT);
	assert_int_equal(ioctl(fd, ORDER_ALLOC_TAKE, (void *)0xffff000000000000), -1);
	assert_int_equal(errno, EFAULT);
	assert_int_equal(ioctl(fd, _IO(0xb7, 0x60), NULL), -1);
	assert_int_equal(errno, ENOTTY);
	assert_int_equal(device_number(DEVICE, "granted"), granted);
	assert_int_equal(held_blocks(), 0);
	close(fd);
}

/* The block is taken, and the answer cannot be written: it must not stay taken. */
static void an_answer_that_cannot_be_written_keeps_no_block(void **state)
{
	static const struct order_alloc_request request = {.order = ORDER};
	int fd = device_open(DEVICE);

	(void)state;
	assert_int_equal(ioctl(fd, ORDER_ALLOC_TAKE, &request), -1);
	assert_int_equal(errno, EFAULT);
	assert_int_equal(held_blocks(), 0);
	assert_int_equal(put_back(fd), -ENOENT);
	close(fd);
}

static void a_file_holds_one_block(void **state)
{
	int fd = device_open(DEVICE);
	uint64_t pfn;

	(void)state;
	assert_int_equal(take(fd, ORDER, 0, 0, &pfn), 0);
	assert_int_equal(take(fd, 0, 0, 0, &pfn), -EBUSY);
	assert_int_equal(put_back(fd), 0);
	assert_int_equal(put_back(fd), -ENOENT);
	close(fd);
}

static void all_files_hold_a_bounded_number(void **state)
{
	int fds[ORDER_ALLOC_MAX_BLOCKS + 1];
	uint64_t pfn;

	(void)state;
	for (int i = 0; i <= ORDER_ALLOC_MAX_BLOCKS; i++) {
		fds[i] = device_open(DEVICE);
		assert_int_equal(take(fds[i], 0, 0, 0, &pfn),
			i < ORDER_ALLOC_MAX_BLOCKS ? 0 : -ENOSPC);
	}
	assert_int_equal(held_blocks(), ORDER_ALLOC_MAX_BLOCKS);
	for (int i = 0; i <= ORDER_ALLOC_MAX_BLOCKS; i++)
		close(fds[i]);
	assert_int_equal(held_blocks(), 0);
}

static uint64_t nr_free_pages(void)
{
	uint64_t nr = 0;

	assert_int_equal(vmstat_refresh(), 0);
	assert_int_equal(vmstat_read("nr_free_pages", &nr), 0);
	return nr;
}

static int take_and_die(void *arg)
{
	uint64_t pfn;

	(void)arg;
	for (int i = 0; i < 16; i++)
		if (take(device_open(DEVICE), 10, 0, 0, &pfn))
			return 1;
	kill(getpid(), SIGKILL);
	return 2;
}

static void death_of_the_holder_gives_back(void **state)
{
	uint64_t before = nr_free_pages(), after;

	(void)state;
	assert_int_equal(in_child(take_and_die, NULL, 0), 128 + SIGKILL);
	assert_int_equal(held_blocks(), 0);
	after = nr_free_pages();
	/* 16 blocks of order 10 would be 16384. */
	assert_in_range(after, before - NOISE_PAGES, before + NOISE_PAGES);
}

static atomic_int nr_wrong;

static void *take_turns(void *arg)
{
	int fd = *(int *)arg;
	uint64_t pfn;

	for (int i = 0; i < NR_TURNS; i++) {
		int err = take(fd, 3, i % 2, 0, &pfn);

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
	assert_int_equal(held_blocks(), 0);
}

static int hold_one(int fd)
{
	uint64_t pfn;

	return take(fd, ORDER, 0, 0, &pfn);
}

static void loads_and_unloads_under_use(void **state)
{
	(void)state;
	load_and_unload_under_use(DEVICE, module, NR_CYCLES, hold_one);
	assert_int_equal(held_blocks(), 0);
	assert_int_equal(device_number(DEVICE, "granted"), 0);
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
		cmocka_unit_test(a_block_is_of_its_node_and_order),
		cmocka_unit_test(direct_allocation_gives_a_block_too),
		cmocka_unit_test(what_makes_no_sense_is_refused),
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
	return cmocka_run_group_tests_name("order_alloc", tests, NULL, NULL);
}
