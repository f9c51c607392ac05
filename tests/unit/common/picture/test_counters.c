/* SPDX-License-Identifier: MIT */
/* counters: names and numbers of captured files, and no more than there is room for. */
#include "tests/unit/input.h"

#include "common/picture/counters.h"

static struct counters counters;
static struct zoneinfo zones;

static int set_up(void **state)
{
	(void)state;
	memset(&counters, 0, sizeof(counters));
	return 0;
}

static uint64_t value_of(const char *name)
{
	for (size_t i = 0; i < counters.nr; i++)
		if (!strcmp(counters.counter[i].name, name))
			return counters.counter[i].value;
	fail_msg("there is no “%s”", name);
	return 0;
}

static void vmstat_has_what_labs_are_about(void **state)
{
	FILE *file = input_text("nr_free_pages 7\ncow_ksm 3\nnuma_hit 9\n"
				"pgmigrate_success 41\nnr_foll_pin_acquired 5\nbad\n");

	(void)state;
	counters_parse_vmstat(file, &counters);
	fclose(file);
	assert_int_equal(counters.nr, 3);
	assert_int_equal(value_of("pgmigrate_success"), 41);
	assert_int_equal(value_of("cow_ksm"), 3);
}

static void buddyinfo_has_a_number_for_each_order(void **state)
{
	FILE *file = fixture_open("6.1/buddyinfo");

	(void)state;
	counters_parse_buddyinfo(file, &counters);
	fclose(file);
	assert_int_equal(counters.nr, 33);
	assert_int_equal(value_of("free, node 0 DMA, order 0"), 4);
	assert_int_equal(value_of("free, node 1 Normal, order 10"), 235);
}

static void zoneinfo_has_the_stocks(void **state)
{
	FILE *file = fixture_open("6.1/zoneinfo");
	const struct zone *zone;

	(void)state;
	assert_int_equal(zoneinfo_parse(file, &zones), 0);
	fclose(file);
	counters_of_zones(&zones, &counters);
	zone = zoneinfo_find(&zones, 1, "Normal");
	assert_int_equal(
		value_of("stock of CPU 5, node 1 Normal"), zone->pageset[5].count);
}

static void there_are_no_more_than_there_is_room_for(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		FILE *file = fixture_open("6.1/buddyinfo");

		counters_parse_buddyinfo(file, &counters);
		fclose(file);
	}
	assert_int_equal(counters.nr, COUNTERS_MAX);
}

static void other_files_have_none(void **state)
{
	(void)state;
	counters_read("/proc/self/maps", &zones, &counters);
	counters_read("/sys/kernel/there-is-no-such-file", &zones, &counters);
	assert_int_equal(counters.nr, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(vmstat_has_what_labs_are_about, set_up),
		cmocka_unit_test_setup(buddyinfo_has_a_number_for_each_order, set_up),
		cmocka_unit_test_setup(zoneinfo_has_the_stocks, set_up),
		cmocka_unit_test_setup(there_are_no_more_than_there_is_room_for, set_up),
		cmocka_unit_test_setup(other_files_have_none, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
