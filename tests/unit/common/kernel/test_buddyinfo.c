/* SPDX-License-Identifier: MIT */
/* buddyinfo: the two-node machine as 6.1 and 6.12 wrote it, broken files, and blocks
 * counted. */
#include "tests/unit/input.h"

#include "common/kernel/buddyinfo.h"

static unsigned parsed_node;

static int parse(FILE *file, void *ret)
{
	return buddyinfo_parse(file, parsed_node, ret);
}

static const struct parser parser = {parse, sizeof(struct buddyinfo)};

static void load(const char *name, unsigned node, struct buddyinfo *ret)
{
	FILE *file = fixture_open(name);

	assert_int_equal(buddyinfo_parse(file, node, ret), 0);
	fclose(file);
}

static void expect_blocks(const struct buddyinfo *info, const uint64_t expected[11])
{
	assert_int_equal(info->nr_orders, 11);
	for (int order = 0; order < 11; order++)
		assert_int_equal(info->nr_free[order], expected[order]);
}

static void a_node_with_one_zone(void **state)
{
	static const uint64_t on_6_1[] = {4, 5, 4, 2, 6, 5, 8, 3, 3, 3, 481};
	static const uint64_t on_6_12[] = {3, 2, 3, 0, 3, 5, 1, 2, 4, 5, 480};
	struct buddyinfo info;

	(void)state;
	load("6.1/buddyinfo", 0, &info);
	expect_blocks(&info, on_6_1);
	load("6.12/buddyinfo", 0, &info);
	expect_blocks(&info, on_6_12);
}

static void zones_of_a_node_are_added_up(void **state)
{
	static const uint64_t on_6_1[] = {0, 1, 2, 2, 3, 3, 2, 2, 0, 2, 474};
	static const uint64_t on_6_12[] = {4, 4, 3, 1, 2, 4, 3, 2, 3, 2, 463};
	struct buddyinfo info;

	(void)state;
	load("6.1/buddyinfo", 1, &info);
	expect_blocks(&info, on_6_1);
	load("6.12/buddyinfo", 1, &info);
	expect_blocks(&info, on_6_12);
}

static void a_block_counts_for_all_orders_below(void **state)
{
	struct buddyinfo info = {.nr_orders = 11};

	(void)state;
	info.nr_free[0] = 3;
	info.nr_free[8] = 1;
	info.nr_free[10] = 2;
	assert_int_equal(buddyinfo_blocks(&info, 10), 2);
	assert_int_equal(buddyinfo_blocks(&info, 9), 4);
	assert_int_equal(buddyinfo_blocks(&info, 8), 9);
	assert_int_equal(buddyinfo_blocks(&info, 11), 0);
	assert_int_equal(buddyinfo_blocks(&info, UINT32_MAX), 0);
	assert_int_equal(buddyinfo_pages(&info), 3 + 256 + 2048);
}

static void a_node_that_is_none_has_no_data(void **state)
{
	(void)state;
	parsed_node = 2;
	assert_parses(&parser, "Node 0, zone      DMA      1      2\n", -ENODATA);
	parsed_node = 1;
	assert_parses(&parser, "Node 10, zone      DMA      1      2\n", -ENODATA);
	parsed_node = 0;
}

static void other_numbers_of_orders_are_read(void **state)
{
	(void)state;
	assert_parses(&parser, "Node 0, zone      DMA      7\n", 0);
	assert_parses(
		&parser, "Node 0, zone   Normal 1 2 3 4 5 6 7 8 9 10 11 12 13 14\n", 0);
}

static void malformed_lines_are_refused(void **state)
{
	static const char *const lines[] = {
		"Node 0, zone      DMA\n",
		"Node 0, zone      DMA \n",
		"Node 0, zone      DMA      1      2",
		"Node , zone      DMA      1      2\n",
		"Node 0 zone      DMA      1      2\n",
		"Node 0, zone\n",
		"node 0, zone      DMA      1      2\n",
		"Node 0, zone      DMA      1     -2\n",
		"Node 0, zone      DMA      1      2x\n",
		"Node 0, zone      DMA      1      2 x\n",
		"\n",
		"Node 0, zone DMA 1 2\nNode 0, zone Normal 1 2 3\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_parses(&parser, lines[i], -EBADMSG);
	assert_parses(&parser, "Node 0, zone DMA 18446744073709551616\n", -ERANGE);
	assert_parses(&parser,
		"Node 0, zone DMA 18446744073709551615\nNode 0, zone Normal 1\n",
		-ERANGE);
	assert_parses(&parser,
		"Node 0, zone DMA 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 "
		"21 22 23 24 25 26 27 28 29 30 31 32 33\n",
		-ERANGE);
}

static void files_cut_short_are_refused(void **state)
{
	static const char *const files[] = {"6.1/buddyinfo", "6.12/buddyinfo"};
	size_t size;

	(void)state;
	for (int i = 0; i < 2; i++) {
		char *bytes = fixture_load(files[i], &size);

		/* After the line of node 0, and after the first of node 1. */
		assert_int_equal(accepted_cuts(&parser, bytes, size), 2);
		survive_changes(&parser, bytes, size, 3000);
		free(bytes);
	}
}

static void garbage_is_refused(void **state)
{
	(void)state;
	refuse_garbage(&parser);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_node_with_one_zone),
		cmocka_unit_test(zones_of_a_node_are_added_up),
		cmocka_unit_test(a_block_counts_for_all_orders_below),
		cmocka_unit_test(a_node_that_is_none_has_no_data),
		cmocka_unit_test(other_numbers_of_orders_are_read),
		cmocka_unit_test(malformed_lines_are_refused),
		cmocka_unit_test(files_cut_short_are_refused),
		cmocka_unit_test(garbage_is_refused),
	};

	return cmocka_run_group_tests_name("buddyinfo", tests, NULL, NULL);
}
