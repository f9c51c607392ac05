/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 03's numbers. */
#include "tests/formulas.h"

#define DEFAULT_PAGES 256
#define DEFAULT_CONTENTS 7
#define MAX_SHARING 256 /* copies that one frame of KSM's stands for */

static uint64_t saved(const struct run *run)
{
	return 2 * drawn(run, "pages") - drawn(run, "contents");
}

static uint64_t saved_by_each_alone(const struct run *run)
{
	return 2 * (drawn(run, "pages") - drawn(run, "contents"));
}

static uint64_t saved_by_one(const struct run *run)
{
	return drawn(run, "pages") - drawn(run, "contents");
}

static uint64_t all_pages(const struct run *run)
{
	return 2 * drawn(run, "pages");
}

static uint64_t pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t all_but_one(const struct run *run)
{
	return 2 * drawn(run, "pages") - 1;
}

static uint64_t the_defaults(const struct run *run)
{
	(void)run;
	return 2 * DEFAULT_PAGES - DEFAULT_CONTENTS;
}

static uint64_t whole_rounds(const struct run *run)
{
	uint64_t contents = drawn(run, "contents");

	return (2 * (drawn(run, "pages") / contents) - 1) * contents;
}

static uint64_t contents(const struct run *run)
{
	return drawn(run, "contents");
}

static uint64_t of_both(const struct run *run)
{
	return 2 * drawn(run, "contents");
}

static uint64_t the_default_contents(const struct run *run)
{
	(void)run;
	return DEFAULT_CONTENTS;
}

/* Of contents number 0, in both buffers. */
static uint64_t copies(const struct run *run)
{
	uint64_t nr = drawn(run, "contents");

	return 2 * ((drawn(run, "pages") + nr - 1) / nr);
}

static uint64_t copies_rounded_down(const struct run *run)
{
	return 2 * (drawn(run, "pages") / drawn(run, "contents"));
}

static uint64_t copies_in_one(const struct run *run)
{
	return copies(run) / 2;
}

static uint64_t as_many_as_one_frame_can(const struct run *run)
{
	(void)run;
	return MAX_SHARING;
}

static uint64_t saved_after(const struct run *run)
{
	return saved(run) - 1;
}

static uint64_t saved_by_all_copies(const struct run *run)
{
	return saved(run) - copies(run);
}

static const struct formula formulas[] = {
	{"pages saved, which both wait for", saved, 0,
		{{"each process by itself", saved_by_each_alone},
			{"one process", saved_by_one}, {"all pages", all_pages},
			{"pages of one buffer", pages}, {"all but one", all_but_one},
			{"of the default sizes", the_defaults},
			{"of whole rounds of contents", whole_rounds}}},
	{"frames shared", contents, 0,
		{{"of each process", of_both}, {"of the default", the_default_contents},
			{"pages saved", saved}, {"pages", pages}}},
	{"map count of page 0", copies, 0,
		{{"rounded down", copies_rounded_down}, {"in one process", copies_in_one},
			{"the most there can be", as_many_as_one_frame_can}}},
	{"pages saved after the write", saved_after, 0,
		{{"as before", saved}, {"no copy is saved any more", saved_by_all_copies},
			{"all but one", all_but_one}}},
};
FORMULAS("03-ksm", formulas);
