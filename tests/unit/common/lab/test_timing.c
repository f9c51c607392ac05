/* SPDX-License-Identifier: MIT */
/* timing: medians, what two of them say, and whose times say nothing. */
#include "tests/unit/input.h"

#include "common/lab/timing.h"

static struct timing timing_of(const char *name, size_t nr, const double ms[])
{
	struct timing timing = {.name = name};

	for (size_t i = 0; i < nr; i++)
		timing_add(&timing, ms[i]);
	return timing;
}

#define TIMING(name, ...)                                                 \
	timing_of(name, sizeof((double[]){__VA_ARGS__}) / sizeof(double), \
		(double[]){__VA_ARGS__})

static void expect_median(struct timing timing, double expected)
{
	double median = timing_median(&timing);

	if (median < expected - 1e-9 || median > expected + 1e-9)
		fail_msg("median %f, expected %f", median, expected);
}

static void the_median_is_in_the_middle(void **state)
{
	struct timing none = {.name = "none"};

	(void)state;
	expect_median(none, 0);
	expect_median(TIMING("one", 5), 5);
	expect_median(TIMING("two", 9, 4), 6.5);
	expect_median(TIMING("odd", 100, 1, 3), 3);
	expect_median(TIMING("even", 8, 2, 4, 100), 6);
	expect_median(TIMING("equal", 7, 7, 7), 7);
}

static void more_than_there_is_room_for_is_left_out(void **state)
{
	struct timing timing = {.name = "many"};

	(void)state;
	for (int i = 0; i < 2 * TIMING_MAX; i++)
		timing_add(&timing, i);
	assert_int_equal(timing.nr, TIMING_MAX);
	expect_median(timing, (TIMING_MAX - 1) / 2.0);
}

static void expect_words(void (*say)(FILE *out, void *arg), void *arg, const char *words)
{
	char *said = NULL;
	size_t size;
	FILE *out = open_memstream(&said, &size);

	say(out, arg);
	fclose(out);
	if (*words ? !strstr(said, words) : size)
		fail_msg("“%s” is missing in: %s", words, said);
	free(said);
}

static void say_one(FILE *out, void *arg)
{
	timing_print(out, arg);
}

static void say_both(FILE *out, void *arg)
{
	struct timing *both = arg;

	timing_compare(out, &both[0], &both[1]);
}

static void spread_is_told(void **state)
{
	struct timing timing = TIMING("local", 3, 1.25, 2);

	(void)state;
	expect_words(say_one, &timing, "2.00 ms  (1.25 to 3.00, 3 runs)");
}

static void a_difference_is_told_if_it_is_one(void **state)
{
	struct timing longer[] = {
		TIMING("local", 99, 100, 101), TIMING("remote", 121, 120, 119)};
	struct timing shorter[] = {
		TIMING("a", 200, 201, 199), TIMING("b", 150, 151, 149)};
	struct timing spread[] = {TIMING("a", 100, 90, 130), TIMING("b", 120, 119, 121)};
	struct timing few[] = {TIMING("a", 1, 2, 3), TIMING("b", 7, 8)};

	(void)state;
	expect_words(say_both, longer, "remote: 20.0 % longer than local\n");
	expect_words(say_both, shorter, "b: 25.0 % shorter than a\n");
	expect_words(say_both, spread, "b: no difference from a");
	expect_words(say_both, few, "b: too few runs to tell it from a");
}

static void count(void *arg)
{
	++*(int *)arg;
}

static void work_is_done_once(void **state)
{
	int nr = 0;

	(void)state;
	assert_true(timing_ms(count, &nr) >= 0);
	assert_int_equal(nr, 1);
}

static void say_emulated(FILE *out, void *arg)
{
	timing_is_emulated(out, arg);
}

static void the_virtual_machine_says_so(void **state)
{
	char path[] = "/tmp/pagelab-board-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, "linux,dummy-virt", 17), 17);
	expect_words(say_emulated, path, "emulation shows no latency");
	assert_int_equal(pwrite(fd, "other,board\0    ", 17, 0), 17);
	expect_words(say_emulated, path, "");
	close(fd);
	unlink(path);
	expect_words(say_emulated, path, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_median_is_in_the_middle),
		cmocka_unit_test(more_than_there_is_room_for_is_left_out),
		cmocka_unit_test(spread_is_told),
		cmocka_unit_test(a_difference_is_told_if_it_is_one),
		cmocka_unit_test(work_is_done_once),
		cmocka_unit_test(the_virtual_machine_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
