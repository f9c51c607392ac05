/* SPDX-License-Identifier: MIT */
/* traffic: rows of counts become samples of a record, and these a table. */
#include "tests/unit/input.h"

#include <stdlib.h>

#include "grader/view/traffic.h"

static struct traffic counted;

static int set_up(void **state)
{
	(void)state;
	memset(&counted, 0, sizeof(counted));
	counted.nr_nodes = 2;
	return 0;
}

static struct traffic_row *add_row(enum traffic_kind kind, uint64_t ms)
{
	struct traffic_row *row = &counted.row[counted.nr_rows];

	if (counted.nr_rows)
		*row = row[-1];
	row->kind = kind;
	row->time_ns = ms * 1000000;
	counted.nr_rows++;
	return row;
}

static json_t *record_of(const char *runs)
{
	json_t *record = json_pack("{s:[s, s], s:[[i, i], [i, i]], s:o}", "nodes", "0-3",
		"4-6,7", "distances", 10, 20, 20, 10, "runs", json_loads(runs, 0, NULL));

	assert_non_null(record);
	traffic_add(&counted, json_object_get(record, "runs"));
	return record;
}

static void assert_traffic(const json_t *record, size_t run, const char *expected)
{
	const json_t *runs = json_object_get(record, "runs");
	char *text = json_dumps(
		json_object_get(json_array_get(runs, run), "traffic"), JSON_COMPACT);

	if (expected)
		assert_string_equal(text, expected);
	else
		assert_null(text);
	free(text);
}

static char *table_of(const json_t *record)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	traffic_print(record, out);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void count_a_run(void)
{
	add_row(TRAFFIC_BEGIN, 5000);
	add_row(TRAFFIC_TICK, 5100)->nr[4][1][TRAFFIC_ELSEWHERE] = 30;
	add_row(TRAFFIC_TICK, 5200); /* nothing since */
	add_row(TRAFFIC_MOMENT, 5250)->nr[4][0][TRAFFIC_IN_REGIONS] = 1234567;
	add_row(TRAFFIC_TICK, 5300)->nr[7][1][TRAFFIC_IN_REGIONS] = 900000;
	add_row(TRAFFIC_END, 5400)->nr[0][0][TRAFFIC_ELSEWHERE] = 7;
}

static void rows_become_samples(void **state)
{
	json_t *record;

	(void)state;
	count_a_run();
	record = record_of("[{\"moments\":[{\"name\":\"filled\"}]}]");
	assert_traffic(record, 0,
		"{\"cpus\":[0,4,7],\"samples\":["
		"[0,100000,0,0,0,0,0,0,0,0,30,0,0,0,0],"
		"[200000,250000,0,0,0,0,0,1234567,0,0,0,0,0,0,0],"
		"[250000,300000,1,0,0,0,0,0,0,0,0,0,0,900000,0],"
		"[300000,400000,1,0,7,0,0,0,0,0,0,0,0,0,0]],"
		"\"left_out\":0}");
	json_decref(record);
}

static void samples_become_a_table(void **state)
{
	json_t *record;
	char *table;

	(void)state;
	count_a_run();
	record = record_of("[{\"moments\":[{\"name\":\"filled\"}]}]");
	table = table_of(record);
	assert_string_equal(table,
		"\nMemory accesses of the program's own code to its regions, by time and "
		"CPU.\n"
		"A remote one is to a page of another node than the CPU's.\n"
		"to “filled”\n"
		"   0.20 to  0.25 s  CPU  4, node 1           0 local    1,234,567 "
		"remote  100 %\n"
		"to the end\n"
		"   0.25 to  0.40 s  CPU  7, node 1     900,000 local            0 "
		"remote    0 %\n"
		"all of them                            900,000 local    1,234,567 "
		"remote   58 %\n"
		"in other memory                             37 local            0 "
		"remote    0 %\n"
		"A model: if an access took as long as the distance of its node says, "
		"all of them\nwould take 1.58 times as long as if they were local. "
		"Emulation shows no latency.\n");
	free(table);
	json_decref(record);
}

static void each_run_has_its_own(void **state)
{
	json_t *record;

	(void)state;
	add_row(TRAFFIC_BEGIN, 10)->nr[1][0][TRAFFIC_ELSEWHERE] = 100;
	add_row(TRAFFIC_END, 20)->nr[1][0][TRAFFIC_ELSEWHERE] = 101;
	add_row(TRAFFIC_BEGIN, 30); /* of a run that did not begin */
	add_row(TRAFFIC_BEGIN, 40)->nr[1][0][TRAFFIC_ELSEWHERE] = 200;
	add_row(TRAFFIC_TICK, 50)->nr[2][1][TRAFFIC_ELSEWHERE] = 5;
	record = record_of("[{}, null, {}, {}]");
	assert_traffic(record, 0,
		"{\"cpus\":[1],\"samples\":[[0,10000,0,0,1,0,0]],\"left_out\":0}");
	assert_traffic(record, 1, NULL);
	assert_traffic(record, 2,
		"{\"cpus\":[2],\"samples\":[[0,10000,0,0,0,0,5]],\"left_out\":0}");
	assert_traffic(record, 3, NULL);
	json_decref(record);
}

/* All that is there is shown then. */
static void without_regions_all_memory_is_shown(void **state)
{
	json_t *record;
	char *table;

	(void)state;
	add_row(TRAFFIC_BEGIN, 10);
	add_row(TRAFFIC_END, 20)->nr[1][1][TRAFFIC_ELSEWHERE] = 12;
	record = record_of("[{}]");
	table = table_of(record);
	assert_non_null(strstr(table, "of the program's own code, by time"));
	assert_non_null(
		strstr(table, "CPU  1, node 0           0 local           12 remote"));
	assert_non_null(strstr(table, "would take 2.00 times"));
	assert_null(strstr(table, "other memory"));
	free(table);
	json_decref(record);
}

/* As many lines as one reads, of a run that took a minute, and no CPU that did next to nothing. */
static void a_long_run_has_few_lines(void **state)
{
	size_t nr_lines = 0;
	json_t *record;
	char *table;

	(void)state;
	add_row(TRAFFIC_BEGIN, 0);
	for (uint64_t i = 1; i <= 600; i++) {
		struct traffic_row *row = add_row(TRAFFIC_TICK, i * 100);

		row->nr[5][1][TRAFFIC_ELSEWHERE] += 1000;
		row->nr[3][1][TRAFFIC_ELSEWHERE] += i % 2;
	}
	record = record_of("[{}]");
	table = table_of(record);
	for (const char *at = table; (at = strstr(at, " s  CPU ")); at++)
		nr_lines++;
	assert_in_range(nr_lines, 6, 12);
	assert_null(strstr(table, "CPU  3"));
	free(table);
	json_decref(record);
}

static void what_was_not_counted_is_no_table(void **state)
{
	json_t *record = record_of("[{}]");
	char *table = table_of(record);

	(void)state;
	assert_string_equal(table, "");
	free(table);
	json_decref(record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(rows_become_samples, set_up),
		cmocka_unit_test_setup(samples_become_a_table, set_up),
		cmocka_unit_test_setup(each_run_has_its_own, set_up),
		cmocka_unit_test_setup(without_regions_all_memory_is_shown, set_up),
		cmocka_unit_test_setup(a_long_run_has_few_lines, set_up),
		cmocka_unit_test_setup(what_was_not_counted_is_no_table, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
