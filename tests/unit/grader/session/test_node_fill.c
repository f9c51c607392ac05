/* SPDX-License-Identifier: MIT */
/* pool: "leave 77 MiB" becomes a number of huge pages. */
#include "tests/unit/input.h"

#include "grader/session/node_fill.h"

#define POOL "/sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages"
#define MEMINFO                                \
	"Node 0 MemTotal:        2028528 kB\n" \
	"Node 0 MemFree:         1984156 kB\n"

static int parse(const char *path, const char *value, const char *meminfo, char *ret)
{
	struct lab_knob knob = {.path = path, .value = value};

	return pool_parse(&knob, meminfo, ret);
}

static void the_rest_is_what_was_asked_for(void **state)
{
	char number[POOL_NUMBER] = "";

	(void)state;
	assert_int_equal(parse(POOL, "leave 77 MiB", MEMINFO, number), 0);
	assert_string_equal(number, "930");
	assert_int_equal(parse(POOL, "leave 4096 MiB", MEMINFO, number), 0);
	assert_string_equal(number, "0");
	assert_int_equal(parse(POOL, "leave 0 MiB", MEMINFO, number), 0);
	assert_string_equal(number, "968");
}

static void what_makes_no_sense_is_refused(void **state)
{
	static const char *const values[] = {
		"leave MiB", "leave 77", "leave 77 MiB ", "leave 77 GiB", "leave", "930"};
	static const char *const paths[] = {"/proc/sys/vm/nr_hugepages", POOL "x",
		"/sys/devices/system/node/node0/hugepages/hugepages-0kB/nr_hugepages",
		"/sys/devices/system/node/nodex/hugepages/hugepages-2048kB/nr_hugepages"};
	char number[POOL_NUMBER] = "x";

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_int_equal(parse(POOL, values[i], MEMINFO, number), -EINVAL);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		assert_int_equal(
			parse(paths[i], "leave 7 MiB", MEMINFO, number), -EINVAL);
	assert_string_equal(number, "x");
}

static void meminfo_cut_short_is_refused(void **state)
{
	char number[POOL_NUMBER] = "x", cut[sizeof(MEMINFO)];

	(void)state;
	for (size_t length = 0; length < strlen(MEMINFO) - 1; length++) {
		memcpy(cut, MEMINFO, length);
		cut[length] = '\0';
		assert_int_equal(parse(POOL, "leave 7 MiB", cut, number), -EBADMSG);
	}
	assert_string_equal(number, "x");
}

static void numbers_are_left_alone(void **state)
{
	struct lab_knob number = {.path = POOL, .value = "930"};
	struct lab_knob rest = {.path = POOL, .value = "leave 77 MiB"};

	(void)state;
	assert_false(pool_is_relative(&number));
	assert_true(pool_is_relative(&rest));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rest_is_what_was_asked_for),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(meminfo_cut_short_is_refused),
		cmocka_unit_test(numbers_are_left_alone),
	};

	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
