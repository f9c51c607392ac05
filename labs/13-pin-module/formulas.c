/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 13's numbers. */
#include "tests/formulas.h"

#define PAGE 4096
#define POINTERS_IN_PAGE (PAGE / sizeof(void *))

static uint64_t pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t in_bytes(const struct run *run)
{
	return drawn(run, "pages") * PAGE;
}

static uint64_t in_kib(const struct run *run)
{
	return drawn(run, "pages") * PAGE / 1024;
}

static uint64_t one_more(const struct run *run)
{
	return drawn(run, "pages") + 1;
}

static uint64_t to_the_hole(const struct run *run)
{
	return drawn(run, "pages") / 2;
}

static uint64_t in_six_bits(const struct run *run)
{
	return drawn(run, "pages") & 63;
}

static uint64_t of_overlaps(const struct run *run)
{
	(void)run;
	return 4;
}

static uint64_t large(const struct run *run)
{
	return POINTERS_IN_PAGE + drawn(run, "pages") + 7;
}

static uint64_t as_fit_into_a_page(const struct run *run)
{
	uint64_t nr = large(run);

	return nr < POINTERS_IN_PAGE ? nr : POINTERS_IN_PAGE;
}

static uint64_t large_in_eight_bits(const struct run *run)
{
	return large(run) & 255;
}

static uint64_t limit(const struct run *run)
{
	(void)run;
	return 2048;
}

static const struct formula formulas[] = {
	{"pages pinned", pages, 0,
		{{"bytes", in_bytes}, {"KiB", in_kib}, {"the page behind", one_more},
			{"pages before a hole", to_the_hole}, {"six bits", in_six_bits},
			{"those of another act", of_overlaps}}},
	{"many pages", large, 0,
		{{"a page of pointers", as_fit_into_a_page},
			{"eight bits", large_in_eight_bits}, {"the limit", limit}}},
};
FORMULAS("13-pin-module", formulas);
