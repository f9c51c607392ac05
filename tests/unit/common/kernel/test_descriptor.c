/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/kernel/descriptor.h"
#include "tests/unit/input.h"

static void a_low_one_moves_and_is_closed(void **state)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), moved;

	(void)state;
	moved = descriptor_move_up(fd, 100);
	assert_true(moved >= 100);
	assert_int_equal(fcntl(moved, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	close(moved);
}

static void one_that_is_high_enough_stays(void **state)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(descriptor_move_up(fd, fd), fd);
	close(fd);
}

static void one_stays_where_no_other_is_to_be_had(void **state)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct rlimit limit;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_equal(descriptor_move_up(fd, (int)limit.rlim_cur), fd);
	assert_true(fcntl(fd, F_GETFD) >= 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_low_one_moves_and_is_closed),
		cmocka_unit_test(one_that_is_high_enough_stays),
		cmocka_unit_test(one_stays_where_no_other_is_to_be_had),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
