/* SPDX-License-Identifier: MIT */
/* page_runs: which pages become one run, and that every word comes out again as it went in. */
#include "tests/unit/input.h"

#include "common/picture/page_runs.h"

#define PRESENT (UINT64_C(1) << 63)
#define EXCLUSIVE (UINT64_C(1) << 56)
#define MANY 4096

static struct page_run room[MANY];
static struct page_runs runs;

static int set_up(void **state)
{
	(void)state;
	runs = (struct page_runs){.run = room, .nr_max = MANY};
	return 0;
}

static int add(uint32_t page, uint64_t word, uint64_t count, int node)
{
	const struct page_words words = {
		.pagemap = word, .flags = 0x5828, .count = count, .node = node};

	return page_runs_add(&runs, page, &words);
}

static void frames_in_a_row_are_a_run(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(add(i, PRESENT | (0x40 + i), 1, 0), 0);
	for (uint32_t i = 4; i < 8; i++)
		assert_int_equal(add(i, PRESENT | (0x90 - i), 1, 0), 0);
	assert_int_equal(runs.nr, 2);
	assert_int_equal(room[0].nr, 4);
	assert_int_equal(room[0].step, 1);
	assert_int_equal(room[1].first, 4);
	assert_int_equal(room[1].low, 0x8c);
	assert_int_equal(room[1].step, -1);
}

static void one_frame_for_all_and_none_are_runs(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(add(i, PRESENT | 0x77, 5, 1), 0);
	for (uint32_t i = 5; i < 9; i++)
		assert_int_equal(add(i, 0, 0, -1), 0);
	assert_int_equal(runs.nr, 2);
	assert_int_equal(room[0].nr, 5);
	assert_int_equal(room[0].step, 0);
	assert_int_equal(room[1].nr, 4);
	assert_int_equal(room[1].node, -1);
}

static void what_differs_ends_a_run(void **state)
{
	(void)state;
	assert_int_equal(add(0, PRESENT | 0x40, 1, 0), 0);
	assert_int_equal(add(1, PRESENT | 0x41, 2, 0), 0);
	assert_int_equal(add(2, PRESENT | 0x42, 2, 1), 0);
	assert_int_equal(add(3, PRESENT | EXCLUSIVE | 0x43, 2, 1), 0);
	/* Pages between were not looked at. */
	assert_int_equal(add(9, PRESENT | EXCLUSIVE | 0x44, 2, 1), 0);
	assert_int_equal(runs.nr, 5);
	assert_int_equal(room[3].bits, 0x102);
}

static void a_region_begins_with_a_run_of_its_own(void **state)
{
	(void)state;
	assert_int_equal(add(0, 0, 0, -1), 0);
	assert_int_equal(add(0, 0, 0, -1), 0);
	assert_int_equal(add(1, 0, 0, -1), 0);
	assert_int_equal(runs.nr, 2);
	assert_int_equal(room[1].nr, 2);
}

static void a_full_array_says_so_and_stays(void **state)
{
	(void)state;
	runs.nr_max = 1;
	assert_int_equal(add(0, PRESENT | 0x40, 1, 0), 0);
	assert_int_equal(add(1, PRESENT | 0x99, 1, 0), -ENOSPC);
	assert_int_equal(runs.nr, 1);
	assert_int_equal(room[0].nr, 1);
	/* What goes on where the last run is still has a place. */
	assert_int_equal(add(1, PRESENT | 0x41, 1, 0), 0);
}

static void every_word_comes_out_again(void **state)
{
	static uint64_t words[MANY];
	uint64_t random = 7;
	size_t page = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		uint64_t kind = next_random(&random) % 4;

		words[i] = kind == 0   ? 0
			   : kind == 1 ? PRESENT | next_random(&random) % 64
			   : i	       ? words[i - 1] + kind - 2
				       : PRESENT;
		assert_int_equal(add((uint32_t)i, words[i], 1, 0), 0);
	}
	assert_true(runs.nr < MANY);
	for (size_t r = 0; r < runs.nr; r++)
		for (uint32_t i = 0; i < room[r].nr; i++, page++) {
			uint64_t low =
				room[r].low + (uint64_t)((int64_t)i * room[r].step);

			assert_int_equal(room[r].first + i, page);
			assert_int_equal(
				(uint64_t)room[r].bits << PAGE_RUN_LOW_BITS | low,
				words[page]);
		}
	assert_int_equal(page, MANY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(frames_in_a_row_are_a_run, set_up),
		cmocka_unit_test_setup(one_frame_for_all_and_none_are_runs, set_up),
		cmocka_unit_test_setup(what_differs_ends_a_run, set_up),
		cmocka_unit_test_setup(a_region_begins_with_a_run_of_its_own, set_up),
		cmocka_unit_test_setup(a_full_array_says_so_and_stays, set_up),
		cmocka_unit_test_setup(every_word_comes_out_again, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
