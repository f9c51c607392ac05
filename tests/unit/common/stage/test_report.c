/* SPDX-License-Identifier: MIT */
/* Reports: what arrives at the other end of the descriptor. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/stage/report.h"

static int ends[2];

static int set_up(void **state)
{
	char number[16];

	(void)state;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -1;
	snprintf(number, sizeof(number), "%d", ends[1]);
	return setenv("PAGELAB_REPORT_FD", number, 1);
}

static int tear_down(void **state)
{
	(void)state;
	close(ends[0]);
	close(ends[1]);
	return unsetenv("PAGELAB_REPORT_FD");
}

static void strings_arrive_in_one_datagram(void **state)
{
	static const char expected[] = "size\0pages\0"
				       "256";
	char got[REPORT_MAX];

	(void)state;
	assert_int_equal(report_send("size", "pages", "256", NULL), 0);
	assert_int_equal(report_send("at", NULL), 0);
	assert_int_equal(recv(ends[0], got, sizeof(got), 0), sizeof(expected));
	assert_memory_equal(got, expected, sizeof(expected));
	assert_int_equal(recv(ends[0], got, sizeof(got), 0), 3);
	assert_memory_equal(got, "at", 3);
}

static void empty_strings_are_kept(void **state)
{
	char got[REPORT_MAX];

	(void)state;
	assert_int_equal(report_send("claim", "", "x", "", NULL), 0);
	assert_int_equal(recv(ends[0], got, sizeof(got), 0), 10);
	assert_memory_equal(got, "claim\0\0x\0", 10);
}

static void long_reports_are_cut(void **state)
{
	static char text[3 * REPORT_MAX], got[2 * REPORT_MAX];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(report_send("output", text, "more", NULL), 0);
	assert_int_equal(recv(ends[0], got, sizeof(got), 0), REPORT_MAX);
	assert_int_equal(got[REPORT_MAX - 1], '\0');
	assert_int_equal(got[REPORT_MAX - 2], 'x');
}

static void nobody_listens(void **state)
{
	static const char *const bad[] = {"", "x", "3x", "-1", "99999999999999999999"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		setenv("PAGELAB_REPORT_FD", bad[i], 1);
		assert_int_equal(report_send("at", "x", NULL), -ENOTCONN);
	}
	unsetenv("PAGELAB_REPORT_FD");
	assert_int_equal(report_send("at", "x", NULL), -ENOTCONN);
}

static void the_listener_went_away(void **state)
{
	(void)state;
	shutdown(ends[0], SHUT_RDWR);
	assert_int_equal(report_send("at", "x", NULL), -EPIPE);
	setenv("PAGELAB_REPORT_FD", "1000", 1);
	assert_int_equal(report_send("at", "x", NULL), -EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			strings_arrive_in_one_datagram, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			empty_strings_are_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_reports_are_cut, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_listens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_listener_went_away, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
