/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 12's numbers. */
#include "tests/formulas.h"

#define PAGE 4096
#define DEFAULT 28672
#define DEFAULT_STAMP 1000
#define AREA 32768  /* pages */
#define BLOCK 24576 /* pages */
#define PINNED 128
/* Pages of the buffer that lay outside the area in some run. */
#define OUTSIDE 9000

static uint64_t pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t the_default(const struct run *run)
{
	(void)run;
	return DEFAULT;
}

static uint64_t in_mib(const struct run *run)
{
	return drawn(run, "pages") * PAGE >> 20;
}

static uint64_t of_the_area(const struct run *run)
{
	(void)run;
	return AREA;
}

static uint64_t of_the_block(const struct run *run)
{
	(void)run;
	return BLOCK;
}

static uint64_t filled(const struct run *run)
{
	return drawn(run, "pages") - OUTSIDE;
}

static uint64_t after_the_pins(const struct run *run)
{
	return filled(run) - PINNED;
}

static uint64_t after_one_pin(const struct run *run)
{
	return filled(run) - 1;
}

static uint64_t pinned(const struct run *run)
{
	(void)run;
	return PINNED;
}

/* What the last page holds. */
static uint64_t last_stamp(const struct run *run)
{
	return drawn(run, "stamp") + drawn(run, "pages") - 1;
}

static uint64_t of_the_first(const struct run *run)
{
	return drawn(run, "stamp");
}

static uint64_t number_alone(const struct run *run)
{
	return drawn(run, "pages") - 1;
}

static uint64_t stamped_by_default(const struct run *run)
{
	return DEFAULT_STAMP + drawn(run, "pages") - 1;
}

static uint64_t stamped_one_too_far(const struct run *run)
{
	return last_stamp(run) + 1;
}

static const struct formula formulas[] = {
	{"pages of the buffer", pages, 0,
		{{"a constant", the_default}, {"MiB", in_mib}, {"the area", of_the_area},
			{"the block", of_the_block}, {"in the area", filled}}},
	{"pages in the area after the pins", after_the_pins, 0,
		{{"as before", filled}, {"one pin for all", after_one_pin},
			{"those pinned", pinned}}},
	{"the last page's stamp", last_stamp, 0,
		{{"that of all pages", of_the_first}, {"its number", number_alone},
			{"of the default", stamped_by_default},
			{"begun at 1", stamped_one_too_far}}},
};
FORMULAS("12-cma", formulas);
