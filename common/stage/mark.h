/* SPDX-License-Identifier: MIT */
/*
 * mark: tells QEMU, where that counts a program's memory accesses, which of them were made up to
 * here, and which memory is a region (vm/traffic.h). Elsewhere a mark is a function that returns.
 */
#ifndef PAGELAB_STAGE_MARK_H
#define PAGELAB_STAGE_MARK_H

#include <stddef.h>

#include "vm/traffic.h"

/* Makes the page that marks are on, before the first of them. 0, or -errno of mmap(2). */
int marks_prepare(void);
void mark(enum traffic_kind kind);
void mark_region(uint64_t address, uint64_t length_bytes);

#endif
