/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 02's numbers. */
#include "tests/formulas.h"

#define PAGE 4096
#define MORE 128 /* pages of the second run */
#define DEFAULT 256

static uint64_t pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t pages_of_second(const struct run *run)
{
	return drawn(run, "pages") + MORE;
}

static uint64_t of_both_sides(const struct run *run)
{
	return 2 * drawn(run, "pages");
}

static uint64_t all_but_the_last(const struct run *run)
{
	return drawn(run, "pages") - 1;
}

static uint64_t in_bytes(const struct run *run)
{
	return drawn(run, "pages") * PAGE;
}

static uint64_t the_default(const struct run *run)
{
	(void)run;
	return DEFAULT;
}

static uint64_t the_default_and_more(const struct run *run)
{
	(void)run;
	return DEFAULT + MORE;
}

static uint64_t none(const struct run *run)
{
	(void)run;
	return 0;
}

static const struct formula formulas[] = {
	{"new frames of the child", pages, 0,
		{{"none: the parent wrote first", none}, {"of both sides", of_both_sides},
			{"the last page left out", all_but_the_last}, {"bytes", in_bytes},
			{"a constant", the_default}}},
	{"new frames of the child in the second run", pages_of_second, 0,
		{{"those of the first run", pages}, {"a constant", the_default},
			{"another constant", the_default_and_more}}},
	{"new frames of the parent", none, 0,
		{{"as many as it wrote", pages}, {"those of the child's writes", pages}}},
	{"faults of a write", pages, 0,
		{{"a read before it", of_both_sides}, {"none", none}}},
};
FORMULAS("02-fork-cow", formulas);
