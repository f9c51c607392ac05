/* SPDX-License-Identifier: MIT */
/* pageset: the rule for `high`, and histograms of tracepoints as 6.1 and 6.12 wrote them. */
#include "tests/unit/input.h"

#include "common/judge/pageset.h"

static int parse(FILE *file, void *ret)
{
	return pageset_trace_parse(file, NULL, ret);
}

static const struct parser parser = {parse, ZONEINFO_MAX_CPUS * sizeof(uint64_t)};

static void high_is_a_cpus_part_but_four_batches_at_least(void **state)
{
	struct zone zone = {.managed = 251534};

	(void)state;
	assert_int_equal(pageset_high(&zone, 16, 4, 63), 3930);
	assert_int_equal(pageset_high(&zone, 160, 4, 63), 393);
	assert_int_equal(pageset_high(&zone, 400, 4, 63), 252);
	assert_int_equal(pageset_high(&zone, INT32_MAX, 4, 1), 4);
}

static void pages_of_both_kernels_are_added_up_by_cpu(void **state)
{
	static const char *const files[] = {"6.1/hist", "6.12/hist"};
	static const uint64_t expected[2][8] = {
		{0, 0, 0, 0, 1402, 28, 12, 25}, {0, 25, 11, 0, 70, 1387, 0, 0}};

	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *file = fixture_open(files[i]);
		uint64_t pages[ZONEINFO_MAX_CPUS];

		assert_int_equal(pageset_trace_parse(file, NULL, pages), 0);
		for (int cpu = 0; cpu < 8; cpu++)
			assert_int_equal(pages[cpu], expected[i][cpu]);
		fclose(file);
	}
}

static void an_order_counts_for_its_pages(void **state)
{
	FILE *file = input_text("{ common_cpu:  2, order:  3 } hitcount:  7\n"
				"{ common_cpu:  2, order:  0 } hitcount:  63\n"
				"\nTotals:\n    Hits: 70\n    Dropped: 0\n");
	uint64_t pages[ZONEINFO_MAX_CPUS];

	(void)state;
	assert_int_equal(pageset_trace_parse(file, NULL, pages), 0);
	assert_int_equal(pages[2], 7 * 8 + 63);
	fclose(file);
}

static void pages_of_a_process_are_those_of_its_threads(void **state)
{
	struct pageset_threads threads = {.tids = {812}, .nr = 1};
	FILE *begun = input_text("{ common_pid:  815, pid:  816 } hitcount:  1\n"
				 "{ common_pid:  700, pid:  817 } hitcount:  1\n"
				 "{ common_pid:  812, pid:  815 } hitcount:  1\n"
				 "\nTotals:\n    Hits: 3\n    Dropped: 0\n");
	FILE *file = input_text("{ common_pid:  812, common_cpu:  2 } hitcount:  5\n"
				"{ common_pid:  817, common_cpu:  2 } hitcount:  70\n"
				"{ common_pid:  816, common_cpu:  2 } hitcount:  900\n"
				"{ common_pid:  815, common_cpu:  3 } hitcount:  1000\n"
				"\nTotals:\n    Hits: 1975\n    Dropped: 0\n");
	uint64_t pages[ZONEINFO_MAX_CPUS];

	(void)state;
	assert_int_equal(pageset_threads_parse(begun, &threads), 0);
	assert_int_equal(threads.nr, 3);
	assert_int_equal(pageset_trace_parse(file, &threads, pages), 0);
	assert_int_equal(pages[2], 905);
	assert_int_equal(pages[3], 1000);
	fclose(begun);
	fclose(file);
}

static void histograms_without_threads_are_refused(void **state)
{
	struct pageset_threads threads = {.tids = {812}, .nr = 1};
	FILE *begun = input_text("{ common_pid:  812 } hitcount:  1\n    Dropped: 0\n");
	FILE *file = input_text("{ common_cpu:  2 } hitcount:  1\n    Dropped: 0\n");
	uint64_t pages[ZONEINFO_MAX_CPUS];

	(void)state;
	assert_int_equal(pageset_threads_parse(begun, &threads), -EBADMSG);
	assert_int_equal(pageset_trace_parse(file, &threads, pages), -EBADMSG);
	fclose(begun);
	fclose(file);
}

static void pages_that_came_back_are_subtracted(void **state)
{
	struct pageset_flow before = {.took = {1, 7}, .gave = {3, 7}};
	struct pageset_flow after = {.took = {262, 7}, .gave = {8, 263}};

	(void)state;
	assert_int_equal(pageset_taken(&before, &after, 0), 256);
	assert_int_equal(pageset_taken(&before, &after, 1), -256);
}

static void broken_histograms_are_refused(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.12/hist", &size);

	(void)state;
	assert_parses(&parser, "    Dropped: 0\n", 0);
	assert_parses(&parser, "    Dropped: 1\n", -EBADMSG);
	assert_parses(&parser, "{ common_cpu: 1, order: 0 } hitcount: 1\n", -EBADMSG);
	assert_parses(&parser, "{ common_cpu: 1 } hitcount: 1\n    Dropped: 0\n", 0);
	assert_parses(&parser, "{ common_cpu: 1, order: 0 }\n    Dropped: 0\n", -EBADMSG);
	assert_parses(&parser, "{ common_cpu: 1, pfn: 7 } hitcount: 1\n    Dropped: 0\n",
		-EBADMSG);
	assert_parses(&parser, "{ common_cpu: 64, order: 0 } hitcount: 1\n", -ERANGE);
	assert_parses(&parser, "{ common_cpu: 1, order: 99 } hitcount: 1\n", -ERANGE);
	assert_parses(&parser, "    Dropped: 0\nmore\n", -EBADMSG);
	assert_int_equal(accepted_cuts(&parser, bytes, size), 0);
	survive_changes(&parser, bytes, size, 2000);
	refuse_garbage(&parser);
	free(bytes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(high_is_a_cpus_part_but_four_batches_at_least),
		cmocka_unit_test(pages_of_both_kernels_are_added_up_by_cpu),
		cmocka_unit_test(pages_that_came_back_are_subtracted),
		cmocka_unit_test(pages_of_a_process_are_those_of_its_threads),
		cmocka_unit_test(histograms_without_threads_are_refused),
		cmocka_unit_test(an_order_counts_for_its_pages),
		cmocka_unit_test(broken_histograms_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
