/* SPDX-License-Identifier: MIT */
/* cpulist: lists and masks of known sets, and of many sets there and back. */
#include "tests/unit/input.h"

#include "common/kernel/cpulist.h"

static const struct {
	const char *list, *mask;
} same[] = {
	{"", "0"},
	{"0", "1"},
	{"0-3", "f"},
	{"4-7", "f0"},
	{"1,3,5,7", "aa"},
	{"0-3,7", "8f"},
	{"31", "80000000"},
	{"32", "1,00000000"},
	{"0,31-33", "3,80000001"},
	{"64", "1,00000000,00000000"},
};

static void known_sets_are_written(void **state)
{
	char text[CPULIST_SIZE];
	cpu_set_t cpus;

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		assert_int_equal(cpulist_parse(same[i].list, &cpus), 0);
		assert_int_equal(cpumask_format(&cpus, text, sizeof(text)), 0);
		assert_string_equal(text, same[i].mask);
		assert_int_equal(cpumask_parse(same[i].mask, &cpus), 0);
		assert_int_equal(cpulist_format(&cpus, text, sizeof(text)), 0);
		assert_string_equal(text, same[i].list);
	}
}

static void other_ways_of_writing_are_read(void **state)
{
	cpu_set_t cpus;

	(void)state;
	assert_int_equal(cpulist_parse("7,0-1,1-2", &cpus), 0);
	assert_int_equal(CPU_COUNT(&cpus), 4);
	assert_int_equal(cpumask_parse("0xFF", &cpus), 0);
	assert_int_equal(CPU_COUNT(&cpus), 8);
	assert_int_equal(cpumask_parse("00000000,000000ff", &cpus), 0);
	assert_int_equal(CPU_COUNT(&cpus), 8);
}

static void any_set_comes_back(void **state)
{
	char text[CPULIST_SIZE];
	uint64_t random = 1;

	(void)state;
	for (int try = 0; try < 300; try++) {
		cpu_set_t cpus, again;
		unsigned nr = next_random(&random) % 600;

		CPU_ZERO(&cpus);
		while (nr--)
			CPU_SET(next_random(&random) % CPU_SETSIZE, &cpus);
		assert_int_equal(cpulist_format(&cpus, text, sizeof(text)), 0);
		assert_int_equal(cpulist_parse(text, &again), 0);
		assert_true(CPU_EQUAL(&cpus, &again));
		assert_int_equal(cpumask_format(&cpus, text, sizeof(text)), 0);
		assert_int_equal(cpumask_parse(text, &again), 0);
		assert_true(CPU_EQUAL(&cpus, &again));
	}
}

static void malformed_text_is_refused(void **state)
{
	static const char *const lists[] = {",", "0,", ",0", "3-1", "-", "1-", "-1",
		"0--1", "0 ", "a", "0,,1", "0-1-2"};
	static const char *const masks[] = {
		"", ",", "g", "0x", "1,0", "1,000000000", "123456789", "1,", " 1", "f-"};
	cpu_set_t cpus;

	(void)state;
	memset(&cpus, POISON, sizeof(cpus));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		assert_int_equal(cpulist_parse(lists[i], &cpus), -EBADMSG);
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++)
		assert_int_equal(cpumask_parse(masks[i], &cpus), -EBADMSG);
	assert_int_equal(cpulist_parse("1024", &cpus), -ERANGE);
	assert_int_equal(cpulist_parse("0-18446744073709551616", &cpus), -ERANGE);
	assert_true(is_poisoned(&cpus, sizeof(cpus)));
}

static void a_cpu_beyond_the_set_is_out_of_range(void **state)
{
	char mask[33 * 9] = "1";
	cpu_set_t cpus;

	(void)state;
	for (int group = 0; group < 32; group++)
		strcat(mask, ",00000000");
	assert_int_equal(cpumask_parse(mask, &cpus), -ERANGE);
	mask[0] = '0';
	assert_int_equal(cpumask_parse(mask, &cpus), 0);
	assert_int_equal(CPU_COUNT(&cpus), 0);
}

static void a_text_that_does_not_fit_is_not_written(void **state)
{
	char text[4] = "xyz";
	cpu_set_t cpus;

	(void)state;
	assert_int_equal(cpulist_parse("10-11", &cpus), 0);
	assert_int_equal(cpulist_format(&cpus, text, 4), -ENOSPC);
	assert_int_equal(cpumask_format(&cpus, text, 3), -ENOSPC);
	assert_string_equal(text, "xyz");
	assert_int_equal(cpumask_format(&cpus, text, 4), 0);
	assert_string_equal(text, "c00");
}

static void files_are_read(void **state)
{
	cpu_set_t cpus;

	(void)state;
	assert_int_equal(cpulist_read("/sys/devices/system/cpu/online", &cpus), 0);
	assert_true(CPU_COUNT(&cpus) >= 1);
	assert_int_equal(cpulist_read("/sys/devices/system/cpu/none", &cpus), -ENODATA);
	assert_int_equal(cpulist_read("/proc/version", &cpus), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_sets_are_written),
		cmocka_unit_test(other_ways_of_writing_are_read),
		cmocka_unit_test(any_set_comes_back),
		cmocka_unit_test(malformed_text_is_refused),
		cmocka_unit_test(a_cpu_beyond_the_set_is_out_of_range),
		cmocka_unit_test(a_text_that_does_not_fit_is_not_written),
		cmocka_unit_test(files_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
