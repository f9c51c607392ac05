/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 06's numbers. */
#include "tests/formulas.h"

/* The program's own, which take a hint fault each and stay. */
#define KEPT 512
/* Events between the checker's look at the counters and the program's. */
#define BETWEEN_LOOKS 256
#define DEFAULT 1500

static uint64_t migrated(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t hint_faults(const struct run *run)
{
	return drawn(run, "pages") + KEPT;
}

static uint64_t pages(const struct run *run)
{
	return drawn(run, "pages");
}

static uint64_t of_both_buffers(const struct run *run)
{
	return 2 * drawn(run, "pages");
}

static uint64_t none(const struct run *run)
{
	(void)run;
	return 0;
}

static uint64_t the_default(const struct run *run)
{
	(void)run;
	return DEFAULT;
}

static const struct formula formulas[] = {
	{"hint faults", hint_faults, BETWEEN_LOOKS,
		{{"pages migrated", migrated}, {"pages of the buffer", pages},
			{"none", none}}},
	{"pages migrated", migrated, BETWEEN_LOOKS,
		{{"hint faults", hint_faults}, {"none", none}}},
	{"pages of a buffer on its node", pages, 0,
		{{"of both buffers", of_both_buffers}, {"none", none},
			{"of the default size", the_default}}},
};
FORMULAS("06-numa-balancing", formulas);
