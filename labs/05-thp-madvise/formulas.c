/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 05's numbers. */
#include "tests/formulas.h"

#define IN_HUGE 512 /* pages of 4 KiB in one of 2 MiB */
#define HUGE_KB 2048
#define NOISE 64
#define MIN_PUT 200
#define MAX_PUT 440

static uint64_t pages(const struct run *run)
{
	return drawn(run, "huge_pages") * IN_HUGE;
}

static uint64_t faults_of_plain(const struct run *run)
{
	return pages(run) - drawn_apart(run, "pages put into plain", MIN_PUT, MAX_PUT);
}

static uint64_t faults_of_never(const struct run *run)
{
	return pages(run) - drawn_apart(run, "pages put into never", MIN_PUT, MAX_PUT);
}

static uint64_t huge_pages(const struct run *run)
{
	return drawn(run, "huge_pages");
}

static uint64_t read_before_written(const struct run *run)
{
	return 2 * faults_of_plain(run);
}

static uint64_t of_one_huge_page(const struct run *run)
{
	(void)run;
	return IN_HUGE;
}

/* The number of the page that is given back, in the buffer. */
static uint64_t hole(const struct run *run)
{
	return pages(run) - IN_HUGE + drawn(run, "hole");
}

static uint64_t in_first(const struct run *run)
{
	return drawn(run, "hole");
}

static uint64_t from_end(const struct run *run)
{
	return pages(run) - drawn(run, "hole");
}

static uint64_t counted_from_one(const struct run *run)
{
	return hole(run) - 1;
}

static uint64_t in_bytes(const struct run *run)
{
	return pages(run) - IN_HUGE;
}

static uint64_t in_eight_bits(const struct run *run)
{
	return pages(run) - IN_HUGE + drawn(run, "hole") % 256;
}

static uint64_t last_page(const struct run *run)
{
	return pages(run) - 1;
}

static uint64_t kb_with_hole(const struct run *run)
{
	return (drawn(run, "huge_pages") - 1) * HUGE_KB;
}

static uint64_t less_a_small_page(const struct run *run)
{
	return drawn(run, "huge_pages") * HUGE_KB - 4;
}

static uint64_t as_before(const struct run *run)
{
	return drawn(run, "huge_pages") * HUGE_KB;
}

static uint64_t split_for_good(const struct run *run)
{
	(void)run;
	return 0;
}

static const struct formula formulas[] = {
	{"faults of plain", faults_of_plain, NOISE,
		{{"one for each page, not counted", pages},
			{"one for each huge page", huge_pages},
			{"one to read, one to write", read_before_written},
			{"of one huge page", of_one_huge_page}}},
	{"faults of never", faults_of_never, NOISE,
		{{"one for each page, not counted", pages},
			{"one for each huge page", huge_pages}}},
	{"the page to be given back", hole, 0,
		{{"in the first huge page", in_first}, {"from the end", from_end},
			{"counted from one", counted_from_one},
			{"a number of bytes", in_bytes},
			{"eight bits of it", in_eight_bits},
			{"the last one", last_page}}},
	{"kB in huge pages after that", kb_with_hole, 0,
		{{"a small page less", less_a_small_page}, {"as before", as_before},
			{"none", split_for_good}}},
};
FORMULAS("05-thp-madvise", formulas);
