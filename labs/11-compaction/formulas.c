/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 11's numbers. */
#include "tests/formulas.h"

#define PAGE 4096
#define BLOCK_PAGES 512
/* As in check.c. */
#define MIN_TOUCHED 40
#define MAX_TOUCHED 200
/* Pages that moved, as they do in the machine; and of those, to a lower frame of their block. */
#define MOVED 1800
#define MOVED_DOWN 3

static uint64_t moved(const struct run *run)
{
	(void)run;
	return MOVED;
}

static uint64_t and_what_came(const struct run *run)
{
	return MOVED + drawn_apart(run, "touched", MIN_TOUCHED, MAX_TOUCHED);
}

static uint64_t what_is_higher(const struct run *run)
{
	return and_what_came(run) - MOVED_DOWN;
}

static uint64_t and_what_was_given_back(const struct run *run)
{
	return MOVED + drawn(run, "pages") / 2;
}

static uint64_t all_that_is_left(const struct run *run)
{
	return drawn(run, "pages") / 2;
}

static uint64_t stamp(const struct run *run)
{
	return drawn(run, "stamp") + 2 * BLOCK_PAGES;
}

static uint64_t page_number(const struct run *run)
{
	(void)run;
	return 2 * BLOCK_PAGES;
}

static uint64_t the_same_in_all(const struct run *run)
{
	return drawn(run, "stamp");
}

static const struct formula formulas[] = {
	{"pages that moved", moved, 0,
		{{"those that came into memory, too", and_what_came},
			{"those that have a higher frame", what_is_higher},
			{"those that were given back, too", and_what_was_given_back},
			{"all that are left", all_that_is_left}}},
	{"what page 1024 holds", stamp, 0,
		{{"its number", page_number}, {"the stamp alone", the_same_in_all}}},
};
FORMULAS("11-compaction", formulas);
