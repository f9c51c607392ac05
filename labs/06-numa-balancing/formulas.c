/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 06's numbers. */
#include "tests/formulas.h"

/* The program's own: used at home, used once, and come home. */
#define KEPT 512
#define IDLE 256
#define LURED 256
/* Of these that were touched last, no more wait in a CPU's folio batch, and are not scanned. */
#define BATCH 31
/* Events between the checker's look at the counters and the program's. */
#define BETWEEN_LOOKS 128
#define DEFAULT 1500

static uint64_t migrated(const struct run *run)
{
	return drawn(run, "pages") + LURED;
}

static uint64_t hint_faults(const struct run *run)
{
	return drawn(run, "pages") + LURED + KEPT;
}

static uint64_t changed_entries(const struct run *run)
{
	return hint_faults(run) + IDLE - BATCH;
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
			{"entries that were changed", changed_entries}, {"none", none}}},
	{"pages migrated", migrated, BETWEEN_LOOKS,
		{{"hint faults", hint_faults}, {"pages of the buffer", pages},
			{"none", none}}},
	{"pages of a buffer on its node", pages, 0,
		{{"of both buffers", of_both_buffers}, {"none", none},
			{"of the default size", the_default}}},
};
FORMULAS("06-numa-balancing", formulas);
