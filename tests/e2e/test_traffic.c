/* SPDX-License-Identifier: MIT */
/* ./run --traffic: what is counted of a program that makes a known number of accesses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define SECONDS 300
#define WRITES 4000000.0
#define NR_NODES 2
#define HEAD 3 /* of a sample: from, to, moments before */
/* Moments of tests/fixtures/walks.c, and what comes before them. */
enum { MADE, NEAR, MADE_AGAIN, FAR, END, NR_PARTS };

struct counts {
	/* By part, by node of the page; in regions and elsewhere. */
	double nr[NR_PARTS][NR_NODES][2];
};

static double number(const json_t *array, size_t i)
{
	return (double)json_integer_value(json_array_get(array, i));
}

static void count_sample(const json_t *sample, size_t nr_cpus, struct counts *to)
{
	size_t part = (size_t)number(sample, 2), i = HEAD;

	assert_true(part < NR_PARTS);
	assert_int_equal(json_array_size(sample), HEAD + nr_cpus * NR_NODES * 2);
	for (size_t cpu = 0; cpu < nr_cpus; cpu++)
		for (size_t node = 0; node < NR_NODES; node++)
			for (size_t where = 0; where < 2; where++)
				to->nr[part][node][where] += number(sample, i++);
}

static struct counts counts_of(const json_t *record)
{
	const json_t *run = json_array_get(json_object_get(record, "runs"), 0);
	const json_t *traffic = json_object_get(run, "traffic");
	size_t nr_cpus = json_array_size(json_object_get(traffic, "cpus"));
	struct counts counts = {0};
	json_t *sample;
	size_t i;

	json_array_foreach(json_object_get(traffic, "samples"), i, sample)
		count_sample(sample, nr_cpus, &counts);
	assert_int_equal(json_integer_value(json_object_get(traffic, "left_out")), 0);
	return counts;
}

static void assert_near(double expected, double counted)
{
	if (counted < expected * 0.99 || counted > expected * 1.01)
		fail_msg("%.0f accesses, not %.0f", counted, expected);
}

/* In a walk, only a hundredth of the accesses may be to something else. */
static void assert_walk(const struct counts *counts, size_t part, size_t node)
{
	double elsewhere = counts->nr[part][0][1] + counts->nr[part][1][1];

	assert_near(WRITES, counts->nr[part][node][0]);
	assert_true(counts->nr[part][!node][0] == 0);
	assert_true(elsewhere < WRITES * 0.01);
}

static void a_walk_is_counted_on_the_side_of_its_memory(void **state)
{
	struct counts counts;
	struct ended ended;

	(void)state;
	checks_run(&ended, SECONDS,
		"./run lab01 --exercise tests/fixtures/walks.c --traffic --record $JSON "
		"2000");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "to “near”");
	checks_expect_output(&ended, "remote   50 %");
	checks_expect_output(&ended, "would take 1.50 times as long");
	assert_non_null(ended.result);
	counts = counts_of(ended.result);
	assert_walk(&counts, NEAR, 0);
	assert_walk(&counts, FAR, 1);
	checks_free(&ended);
}

static void a_qemu_without_plugins_is_named(void **state)
{
	struct ended ended;

	(void)state;
	assert_int_equal(
		system("printf '#!/bin/sh\\nqemu-system-aarch64 \"$@\" | grep -v "
		       "^-plugin\\n' >build/no-plugins && chmod +x build/no-plugins"),
		0);
	checks_run(&ended, SECONDS, "QEMU=build/no-plugins ./run lab08 --traffic");
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended,
		"Memory accesses cannot be counted: this QEMU was built without plugins");
	checks_free(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_walk_is_counted_on_the_side_of_its_memory),
		cmocka_unit_test(a_qemu_without_plugins_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
