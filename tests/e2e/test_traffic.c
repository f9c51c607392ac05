/* SPDX-License-Identifier: MIT */
/* --traffic: what is counted of a program that makes a known number of accesses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define WRITES 4000000.0
#define NR_NODES 2
#define HEAD 3 /* of a sample: from, to, moments before */
/* Moments of tests/fixtures/walks.c, and what comes before them. */
enum { MADE_1, NEAR, MADE_2, FAR, MADE_3, NEAR_AGAIN, END, NR_PARTS };
enum { LOCAL, REMOTE };

struct counts {
	/* By part, local and remote; in regions and elsewhere. */
	double nr[NR_PARTS][2][2];
};

static double number(const json_t *array, size_t i)
{
	return (double)json_integer_value(json_array_get(array, i));
}

/* The first four CPUs are of node 0, the others of node 1. */
static void count_sample(const json_t *sample, const json_t *cpus, struct counts *to)
{
	size_t part = (size_t)number(sample, 2), nr_cpus = json_array_size(cpus),
	       i = HEAD;

	assert_true(part < NR_PARTS);
	assert_int_equal(json_array_size(sample), HEAD + nr_cpus * NR_NODES * 2);
	for (size_t k = 0; k < nr_cpus; k++)
		for (size_t node = 0; node < NR_NODES; node++)
			for (size_t where = 0; where < 2; where++) {
				bool local = (number(cpus, k) >= 4) == (node == 1);

				to->nr[part][local ? LOCAL : REMOTE][where] +=
					number(sample, i++);
			}
}

static struct counts counts_of(const json_t *record)
{
	const json_t *run = json_array_get(json_object_get(record, "runs"), 0);
	const json_t *traffic = json_object_get(run, "traffic");
	struct counts counts = {0};
	json_t *sample;
	size_t i;

	json_array_foreach(json_object_get(traffic, "samples"), i, sample)
		count_sample(sample, json_object_get(traffic, "cpus"), &counts);
	assert_int_equal(json_integer_value(json_object_get(traffic, "left_out")), 0);
	return counts;
}

static double all_of(const struct counts *counts, size_t part, size_t side)
{
	return counts->nr[part][side][0] + counts->nr[part][side][1];
}

/* All writes are on that side, and only a hundredth as many accesses on the other one. */
static void assert_walk(const struct counts *counts, size_t part, size_t side)
{
	double here = all_of(counts, part, side), there = all_of(counts, part, !side);

	if (here < WRITES * 0.99 || here > WRITES * 1.01 || there > WRITES * 0.01)
		fail_msg("part %zu: %.0f accesses on the right side, %.0f on the other; "
			 "in regions %.0f and %.0f",
			part, here, there, counts->nr[part][side][0],
			counts->nr[part][!side][0]);
}

static void a_walk_is_counted_on_the_side_of_its_memory(void **state)
{
	struct counts counts;
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"./run lab01 --exercise tests/fixtures/walks.c --traffic --record $JSON "
		"2000");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "to “near”");
	checks_expect_output(&ended, "all of them");
	checks_expect_output(&ended, "times as long as if they were local");
	assert_non_null(ended.result);
	counts = counts_of(ended.result);
	assert_walk(&counts, NEAR, LOCAL);
	assert_walk(&counts, FAR, REMOTE);
	assert_walk(&counts, NEAR_AGAIN, LOCAL);
	checks_free(&ended);
}

/* Of a run by itself: what a checker looks at is no access of the program. */
static void a_check_shows_a_run_before_it_judges(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"./check lab02 --exercise solutions/02-fork-cow/exercise.c --traffic");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "to “child-wrote”");
	checks_expect_output(&ended, "Score 100 of 100");
	checks_free(&ended);
}

static void a_qemu_without_plugins_is_named(void **state)
{
	struct ended ended;

	(void)state;
	assert_int_equal(
		system("printf '#!/bin/sh\\ncase $* in *-plugin*) exit 1; esac\\n"
		       "exec qemu-system-aarch64 \"$@\"\\n' >build/no-plugins && "
		       "chmod +x build/no-plugins"),
		0);
	checks_run(&ended, "QEMU=build/no-plugins ./run lab08 --traffic");
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended,
		"Memory accesses cannot be counted: this QEMU was built without plugins");
	checks_free(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_walk_is_counted_on_the_side_of_its_memory),
		cmocka_unit_test(a_check_shows_a_run_before_it_judges),
		cmocka_unit_test(a_qemu_without_plugins_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
