/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 04's numbers. */
#include "tests/formulas.h"

#define AT_START 16 /* on each node */
#define FILE_PAGES 2
#define HUGE_KIB 2048
#define SMALL_KIB 64

static uint64_t pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t left_of_all(const struct run *run)
{
	return 2 * AT_START - drawn(run, "pages");
}

static uint64_t left_of_a_node(const struct run *run)
{
	return AT_START - drawn(run, "pages");
}

static uint64_t on_start(const struct run *run)
{
	(void)run;
	return AT_START;
}

static uint64_t all(const struct run *run)
{
	(void)run;
	return 2 * AT_START;
}

static uint64_t none(const struct run *run)
{
	(void)run;
	return 0;
}

static uint64_t on_node(const struct run *run)
{
	return drawn(run, "on_node");
}

static uint64_t half_of_them(const struct run *run)
{
	return drawn(run, "on_node") / 2;
}

static uint64_t with_the_other_half(const struct run *run)
{
	return drawn(run, "on_node") + drawn(run, "on_node") / 2;
}

static uint64_t left(const struct run *run)
{
	return drawn(run, "left");
}

static uint64_t taken_away(const struct run *run)
{
	return drawn(run, "on_node") - drawn(run, "left");
}

static uint64_t half_of_the_left(const struct run *run)
{
	return drawn(run, "left") / 2;
}

static uint64_t small(const struct run *run)
{
	return drawn(run, "small");
}

static uint64_t in_kib(const struct run *run)
{
	return drawn(run, "small") * SMALL_KIB;
}

static uint64_t of_huge_ones(const struct run *run)
{
	return drawn(run, "small") * SMALL_KIB / HUGE_KIB;
}

static uint64_t of_the_file(const struct run *run)
{
	(void)run;
	return FILE_PAGES;
}

static const struct formula formulas[] = {
	{"reserved when mapped", pages, 0,
		{{"what is left", left_of_all},
			{"what one node has left", left_of_a_node},
			{"one node's pool", on_start}, {"none", none}, {"left", left}}},
	{"free when touched", left_of_all, 0,
		{{"all", all}, {"those of a node", left_of_a_node},
			{"the taken", pages}}},
	{"node 1, when it was asked", on_node, 0,
		{{"half of them", half_of_them}, {"as at the start", on_start},
			{"beside what it had", with_the_other_half}, {"pages", pages},
			{"all", all}}},
	{"node 1, when fewer were asked of all", left, 0,
		{{"as many fewer", taken_away}, {"half of them", half_of_the_left},
			{"as before", on_node}, {"pages", pages}, {"none", none},
			{"those of the file", of_the_file}}},
	{"small pages", small, 0,
		{{"KiB", in_kib}, {"huge ones of that length", of_huge_ones},
			{"those on a node", on_node}}},
};
FORMULAS("04-hugetlb", formulas);
