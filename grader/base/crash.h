/* SPDX-License-Identifier: MIT */
/* Where a program crashed, as the machine told it (common/stage/report.h). */
#ifndef PAGELAB_CRASH_H
#define PAGELAB_CRASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRASH_MAX_PCS 32

struct crash {
	long pid;
	int signal;
	uint64_t address;
	uint64_t pcs[CRASH_MAX_PCS]; /* from the innermost frame out */
	size_t nr_pcs;
};

/* Only a fault is one of an address; what else ends a program has none (sigaction(2)). */
bool crash_has_address(const struct crash *crash);

#endif
