/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 09's numbers. */
#include "tests/formulas.h"

#define WORD 8
#define IN_HUGE 512 /* pages of 4 KiB in one of 2 MiB */

static uint64_t tails(const struct run *run)
{
	return drawn(run, "huge") * (IN_HUGE - 1);
}

static uint64_t heads(const struct run *run)
{
	return drawn(run, "huge");
}

static uint64_t all_small(const struct run *run)
{
	return drawn(run, "huge") * IN_HUGE;
}

static uint64_t tails_of_one(const struct run *run)
{
	(void)run;
	return IN_HUGE - 1;
}

static uint64_t only_one(const struct run *run)
{
	(void)run;
	return 1;
}

static uint64_t as_configured(const struct run *run)
{
	(void)run;
	return 0;
}

/* Bytes of the second read, and of one that ends at the end of the file. */
static uint64_t long_read(const struct run *run)
{
	return WORD * (1 + drawn_argument(run) % 9);
}

static uint64_t in_words(const struct run *run)
{
	return 1 + drawn_argument(run) % 9;
}

static uint64_t cut_read(const struct run *run)
{
	return WORD * (1 + drawn_argument(run) % 7);
}

static uint64_t uncut(const struct run *run)
{
	(void)run;
	return 128;
}

/* How often a page of the file is mapped more than the program knows. */
static uint64_t more(const struct run *run)
{
	return drawn_apart(run, "mapped more often", 1, 20);
}

static uint64_t none(const struct run *run)
{
	(void)run;
	return 0;
}

static const struct formula formulas[] = {
	{"tails of huge pages", tails, 0,
		{{"the heads as well", all_small}, {"of one huge page", tails_of_one},
			{"heads", heads}}},
	{"heads of huge pages", heads, 0,
		{{"small pages", all_small}, {"of one huge page", only_one},
			{"none", as_configured}}},
	{"bytes of a read", long_read, 0, {{"words", in_words}}},
	{"bytes of a read at the end", cut_read, 0, {{"what was asked for", uncut}}},
	{"mappings that the program did not make", more, 0, {{"none", none}}},
};
FORMULAS("09-pagemap", formulas);
