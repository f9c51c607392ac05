/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 10's numbers. */
#include "tests/formulas.h"

/* Of node 1's zone Normal, as the machine has it, or a few more or less. */
#define MANAGED 251532
#define NR_CPUS 4
#define NR_ALL_CPUS 8
#define BATCH 63
#define FLOOD 4096
#define MIN_FED 500
#define MAX_FED 1000
/* In the stock when it was charged, and what a flood leaves. */
#define CHARGED 1285
#define LEFT 40
#define MIN_LEFT 150
#define MAX_LEFT 500

static uint64_t at_least(uint64_t high, uint64_t least)
{
	return high > least ? high : least;
}

static uint64_t high(const struct run *run)
{
	return at_least(MANAGED / drawn(run, "fraction") / NR_CPUS, 4 * BATCH);
}

static uint64_t high_of_one(const struct run *run)
{
	return at_least(MANAGED / drawn(run, "fraction"), 4 * BATCH);
}

static uint64_t high_of_all(const struct run *run)
{
	return at_least(MANAGED / drawn(run, "fraction") / NR_ALL_CPUS, 4 * BATCH);
}

static uint64_t high_before(const struct run *run)
{
	(void)run;
	return MANAGED / 16 / NR_CPUS;
}

static uint64_t least(const struct run *run)
{
	return at_least(MANAGED / (100 * drawn(run, "fraction")) / NR_CPUS, 4 * BATCH);
}

static uint64_t no_least(const struct run *run)
{
	return MANAGED / (100 * drawn(run, "fraction")) / NR_CPUS;
}

static uint64_t least_of_one_batch(const struct run *run)
{
	(void)run;
	return BATCH;
}

static uint64_t before(const struct run *run)
{
	return CHARGED + drawn_apart(run, "fed when charged", MIN_FED, MAX_FED) +
	       drawn_apart(run, "fed when taken", MIN_FED, MAX_FED);
}

static uint64_t refilled(const struct run *run)
{
	return LEFT + FLOOD - before(run);
}

static uint64_t all_from_zone(const struct run *run)
{
	(void)run;
	return FLOOD;
}

static uint64_t what_is_left_is_forgotten_and_added(const struct run *run)
{
	return FLOOD + before(run) - LEFT;
}

static uint64_t what_the_stock_lost(const struct run *run)
{
	return before(run) - LEFT;
}

static uint64_t what_is_left_is_forgotten(const struct run *run)
{
	return FLOOD - before(run) -
	       drawn_apart(run, "fed before the flood", MIN_LEFT, MAX_LEFT);
}

static uint64_t what_it_was_without_others(const struct run *run)
{
	(void)run;
	return LEFT + FLOOD - CHARGED;
}

static uint64_t returned(const struct run *run)
{
	return before(run);
}

static uint64_t as_when_charged(const struct run *run)
{
	return CHARGED + drawn_apart(run, "fed when charged", MIN_FED, MAX_FED);
}

static const struct formula formulas[] = {
	{"high", high, 0,
		{{"not divided by the CPUs", high_of_one},
			{"divided by all CPUs of the machine", high_of_all},
			{"of the first fraction", high_before}}},
	{"high, with a hundred times the fraction", least, 0,
		{{"no least", no_least}, {"a least of one batch", least_of_one_batch}}},
	{"pages that came from the zone", refilled, BATCH + 4,
		{{"all", all_from_zone},
			{"the stock's loss added", what_is_left_is_forgotten_and_added},
			{"the stock's loss alone", what_the_stock_lost},
			{"what is left, forgotten", what_is_left_is_forgotten},
			{"a constant", what_it_was_without_others}}},
	{"pages in stock after the return", returned, BATCH + 4,
		{{"as many as before the burst", as_when_charged}}},
};
FORMULAS("10-percpu-pagesets", formulas);
