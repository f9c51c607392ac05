/* SPDX-License-Identifier: MIT */
/* How much a program has read, and by how many calls, by all of its processes. */
#ifndef PAGEMAP_CHECK_IO_H
#define PAGEMAP_CHECK_IO_H

#include <stdint.h>

struct stage;

struct reads {
	uint64_t nr, bytes;
};

/* Those that live, and those that are dead and not waited for: /proc/PID/io of a process has its
 * own, and of the children that it has waited for. 0, or -errno of proc_io.h. */
int count_reads(const struct stage *stage, struct reads *ret);

#endif
