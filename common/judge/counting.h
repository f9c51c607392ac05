/* SPDX-License-Identifier: MIT */
/*
 * counting: whether a program counted its faults around something, or took a number from elsewhere.
 * Who asks by getrusage(2) is in the record; who reads /proc/self/stat is in one with RECORD_FILES. Without
 * that, who was not seen to ask passes.
 */
#ifndef PAGELAB_COUNTING_H
#define PAGELAB_COUNTING_H

#include <stdint.h>
#include <sys/types.h>

#include "common/recorder/record.h"

/* In a claim, between two checkpoints: the process looks at its count of faults before the one time and
 * after the other, times as in struct record_event. */
void expect_counting(const struct record *record, pid_t pid, const char *after,
	const char *before, uint64_t first_ns, uint64_t last_ns);

#endif
