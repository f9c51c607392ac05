/* SPDX-License-Identifier: MIT */
/* placement_series: rows kept, and sent to the host as CSV. */
#include "tests/unit/input.h"

#include <sys/socket.h>

#include "common/judge/placement_report.h"

static void rows_are_sent_as_csv(void **state)
{
	static const char *const lines[] = {
		"seconds,node0,node1", "0.000,4096,0", "0.250,96,4000"};
	struct placement first = {.nr_on_node = {4096}},
			 last = {.nr_on_node = {96, 4000}};
	struct placement_series series = {.nr = 0};
	char number[16], got[256];
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	snprintf(number, sizeof(number), "%d", ends[1]);
	assert_int_equal(placement_series_add(&series, 0, &first), 0);
	assert_int_equal(placement_series_add(&series, 0.25, &last), 0);
	setenv("PAGELAB_REPORT_FD", number, 1);
	assert_int_equal(placement_series_report(&series, "buffer", 2), 0);
	unsetenv("PAGELAB_REPORT_FD");
	for (size_t i = 0; i < 3; i++) {
		ssize_t n = recv(ends[0], got, sizeof(got), MSG_DONTWAIT);

		assert_true(n > 0);
		assert_string_equal(got, "row");
		assert_string_equal(got + 4, "buffer");
		assert_string_equal(got + 11, lines[i]);
	}
	assert_int_equal(placement_series_report(&series, "buffer", 65), -EINVAL);
	placement_series_free(&series);
	assert_int_equal(series.nr, 0);
	close(ends[0]);
	close(ends[1]);
}

static void a_sample_counts_through_any_pagemap(void **state)
{
	static const uint64_t present = UINT64_C(1) << 63;
	/* Word numbers of a pagemap are virtual pages: page 0 and on. */
	uint64_t words[] = {present | 0x40001, present | 0x140000, 0, present | 0x40002};
	struct placement_zones zones = {
		.nr = 2, .zone = {{0, 0x40000, 0xc0000}, {1, 0xc0000, 0x180000}}};
	struct placement placement;
	int fd = input_fd(words, sizeof(words));

	(void)state;
	assert_int_equal(placement_sample(fd, NULL, 4, &zones, &placement), 0);
	assert_int_equal(placement.nr_on_node[0], 2);
	assert_int_equal(placement.nr_on_node[1], 1);
	assert_int_equal(placement.nr_absent, 1);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_sent_as_csv),
		cmocka_unit_test(a_sample_counts_through_any_pagemap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
