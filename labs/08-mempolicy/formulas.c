/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 08's numbers. */
#include "tests/formulas.h"

#define CPUS_OF_A_NODE 4
#define ABSENT 2 /* the first node that there is not */
#define DEFAULT 200

static uint64_t home(const struct run *run)
{
	return drawn(run, "cpu") / CPUS_OF_A_NODE;
}

static uint64_t away(const struct run *run)
{
	return !home(run);
}

static uint64_t pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t none(const struct run *run)
{
	(void)run;
	return 0;
}

static uint64_t first_half(const struct run *run)
{
	return drawn(run, "pages") / 2;
}

static uint64_t second_half(const struct run *run)
{
	return drawn(run, "pages") - first_half(run);
}

static uint64_t the_default(const struct run *run)
{
	(void)run;
	return DEFAULT;
}

/* As bits of a set. */
static uint64_t in_force(const struct run *run)
{
	return 1 << away(run);
}

static uint64_t as_asked(const struct run *run)
{
	return 1 << away(run) | 1 << ABSENT;
}

static uint64_t all_nodes(const struct run *run)
{
	(void)run;
	return 3;
}

static uint64_t those_at_home(const struct run *run)
{
	return 1 << home(run);
}

static uint64_t the_node(const struct run *run)
{
	return away(run);
}

static const struct formula formulas[] = {
	{"pages away under BIND", pages, 0,
		{{"none: set after the first write", none},
			{"written from home", first_half}, {"from away", second_half},
			{"a constant", the_default}}},
	{"pages away under LOCAL", second_half, 0,
		{{"the other half", first_half}, {"all", pages}, {"none", none}}},
	{"nodes in force", in_force, 0,
		{{"as asked", as_asked}, {"all that there are", all_nodes},
			{"home", those_at_home}, {"the node's number", the_node}}},
	{"the node asked for", away, 0, {{"that of the thread's CPU", home}}},
};
FORMULAS("08-mempolicy", formulas);
