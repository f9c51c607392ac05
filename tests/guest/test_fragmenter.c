/* SPDX-License-Identifier: MIT */
/*
 * The fragmenter, tried in the guest as root with order_alloc: most of node 0 is taken by a
 * pool, the rest is fragmented, a huge page's worth is refused, and comes back.
 *
 *	test_fragmenter MODULE
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/kernel/affinity.h"
#include "common/kernel/buddyinfo.h"
#include "fragmenter.h"
#include "modules.h"
#include "order_alloc.h"
#include "common/kernel/pagemap.h"
#include "pins.h"

#define NODE 0
#define ORDER 9
#define NR_PAGES 10240
#define POOL "/sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages"
#define DEFRAG "/sys/kernel/mm/transparent_hugepage/defrag"

static int pagemap;

static void set(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		fail_msg("%s: %s", path, strerror(errno));
	close(fd);
}

static int set_up(void **state)
{
	(void)state;
	set("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
	set(DEFRAG, "never");
	set("/sys/kernel/mm/transparent_hugepage/khugepaged/defrag", "0");
	set("/proc/sys/vm/compaction_proactiveness", "0");
	set("/proc/sys/vm/min_free_kbytes", "4096");
	set("/proc/sys/vm/percpu_pagelist_high_fraction", "100000");
	set(POOL, "930");
	affinity_bind(4);
	return pagemap_open(0, &pagemap);
}

static uint64_t large_blocks(void)
{
	struct buddyinfo info;

	assert_int_equal(buddyinfo_read(NODE, &info), 0);
	return buddyinfo_blocks(&info, ORDER);
}

static int ask(void)
{
	struct order_alloc_request request = {.order = ORDER, .node = NODE};
	int fd = device_open("order_alloc");
	int err = ioctl(fd, ORDER_ALLOC_TAKE, &request) ? -errno : 0;

	close(fd);
	return err;
}

static void large_blocks_are_gone_and_come_back(void **state)
{
	struct fragmenter fragmenter;
	struct buddyinfo info;
	uint64_t before = large_blocks();

	(void)state;
	assert_in_range(before, 8, 64);
	assert_int_equal(fragmenter_make(NODE, pagemap, NR_PAGES, &fragmenter), 0);
	assert_true(large_blocks() <= 1);
	assert_int_equal(buddyinfo_read(NODE, &info), 0);
	assert_true(info.nr_free[0] > NR_PAGES / 4);
	fragmenter_free(&fragmenter);
	assert_null(fragmenter.pages);
	assert_true(large_blocks() > before * 3 / 4);
	assert_int_equal(ask(), 0);
	fragmenter_free(&fragmenter);
}

static int make_and_die(void *arg)
{
	struct fragmenter fragmenter;
	int own;

	(void)arg;
	if (pagemap_open(0, &own) || fragmenter_make(NODE, own, NR_PAGES, &fragmenter))
		return 1;
	kill(getpid(), SIGKILL);
	return 2;
}

static void death_of_the_holder_gives_back(void **state)
{
	uint64_t before = large_blocks();

	(void)state;
	assert_int_equal(in_child(make_and_die, NULL, 0), 128 + SIGKILL);
	assert_true(large_blocks() > before * 3 / 4);
}

static void what_cannot_be_done_is_refused(void **state)
{
	struct fragmenter fragmenter = {.nr_pages = 7};
	uint64_t before = large_blocks();

	(void)state;
	assert_int_equal(fragmenter_make(NODE, pagemap, 0, &fragmenter), -EINVAL);
	assert_int_equal(fragmenter_make(2, pagemap, 64, &fragmenter), -EINVAL);
	assert_int_equal(fragmenter_make(64, pagemap, 64, &fragmenter), -EINVAL);
	assert_int_equal(fragmenter_make(NODE, -1, 64, &fragmenter), -EBADF);
	set(DEFRAG, "madvise");
	assert_int_equal(fragmenter_make(NODE, pagemap, 64, &fragmenter), -EBUSY);
	set(DEFRAG, "never");
	assert_int_equal(fragmenter.nr_pages, 7);
	assert_true(large_blocks() > before * 3 / 4);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(large_blocks_are_gone_and_come_back),
		cmocka_unit_test(death_of_the_holder_gives_back),
		cmocka_unit_test(what_cannot_be_done_is_refused),
	};

	(void)argv;
	if (argc != 2)
		return 2;
	return cmocka_run_group_tests_name("fragmenter", tests, set_up, NULL);
}
