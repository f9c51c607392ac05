/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 01's numbers. */
#include "tests/formulas.h"

#define PAGE 4096
#define HUGE_PAGE (512 * PAGE)
#define MORE_PAGES 128
/* As in check.c. */
#define MIN_TOUCHED 40
#define MAX_TOUCHED 90
#define MIN_SENT 5
#define MAX_SENT 12
/* Faults that the program may take elsewhere while it pins. */
#define NOISE_FAULTS 24

static uint64_t length(const struct run *run)
{
	return drawn(run, "pages") * PAGE;
}

static uint64_t in_pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t in_kib(const struct run *run)
{
	return drawn(run, "pages") * 4;
}

static uint64_t in_thousands(const struct run *run)
{
	return drawn(run, "pages") * 4000;
}

static uint64_t without_the_last(const struct run *run)
{
	return (drawn(run, "pages") - 1) * PAGE;
}

static uint64_t of_a_huge_page(const struct run *run)
{
	(void)run;
	return HUGE_PAGE;
}

static uint64_t of_both_buffers(const struct run *run)
{
	return 2 * drawn(run, "pages") * PAGE;
}

static uint64_t faults(const struct run *run)
{
	return drawn(run, "pages") -
	       drawn_apart(run, "touched", MIN_TOUCHED, MAX_TOUCHED);
}

static uint64_t as_many_as_pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t two_a_page(const struct run *run)
{
	return 2 * drawn(run, "pages");
}

static uint64_t none(const struct run *run)
{
	(void)run;
	return 0;
}

static uint64_t of_the_larger_run(const struct run *run)
{
	return faults(run) + MORE_PAGES;
}

static uint64_t sent(const struct run *run)
{
	return drawn(run, "pages") - drawn_apart(run, "sent", MIN_SENT, MAX_SENT);
}

static const struct formula formulas[] = {
	{"length of a buffer", length, 0,
		{{"pages", in_pages}, {"KiB", in_kib},
			{"a page of 4000 bytes", in_thousands},
			{"the last page left out", without_the_last},
			{"a huge page", of_a_huge_page},
			{"both buffers", of_both_buffers}}},
	{"faults of pinning untouched pages", faults, NOISE_FAULTS,
		{{"one a page", as_many_as_pages}, {"two a page", two_a_page},
			{"none", none}, {"those of the larger run", of_the_larger_run}}},
	{"pages of control on node 0 at first", sent, 0,
		{{"all", as_many_as_pages}, {"none", none}}},
};
FORMULAS("01-pin-page", formulas);
