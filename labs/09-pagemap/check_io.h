/* SPDX-License-Identifier: MIT */
/* How many read calls a program has made, by all of its processes. */
#ifndef PAGEMAP_CHECK_IO_H
#define PAGEMAP_CHECK_IO_H

#include <stdint.h>

struct stage;

/* Those that live, and those that are dead and not waited for: /proc/PID/io of a process has its
 * own, and of the children that it has waited for. 0, or -errno of proc_io.h. */
int count_reads(const struct stage *stage, uint64_t *ret);

#endif
