/* SPDX-License-Identifier: MIT */
/*
 * cpulist: the two ways in which the kernel writes sets of CPUs.
 *
 *	list   0-3,7           Cpus_allowed_list, /sys/devices/system/cpu/online, taskset -c
 *	mask   8f              Cpus_allowed, taskset: bit n is CPU n
 *	       1,00000000      CPU 32: from the right, a comma every 32 bits
 *
 * Source: Documentation/core-api/printk-formats.rst (%*pb, %*pbl), cpuset(7) (FORMATS),
 * lib/bitmap.c, lib/bitmap-str.c.
 */
#ifndef PAGELAB_CPULIST_H
#define PAGELAB_CPULIST_H

#include <sched.h>
#include <stddef.h>

/* Room for every list and mask of a cpu_set_t that these functions write. */
#define CPULIST_SIZE 5120

/*
 * Reads a list: numbers and ranges in any order, none of it for the empty set.
 * 0, or -EBADMSG: malformed, or a range that ends before it begins; -ERANGE: a CPU that
 * is no member of a cpu_set_t (CPU_SETSIZE, 1024).
 */
int cpulist_parse(const char *text, cpu_set_t *ret);
/*
 * Reads a mask: hexadecimal digits, groups divided by commas, 0x before them allowed.
 * Every group but the first has eight digits.
 * 0, or -EBADMSG: malformed; -ERANGE: a CPU that is no member of a cpu_set_t.
 */
int cpumask_parse(const char *text, cpu_set_t *ret);

/*
 * Reads a file that holds one list, as those of /sys/devices/system/cpu and
 * /sys/devices/system/node/nodeN do.
 * 0, or -ENODATA: no such file; -EBADMSG, -ERANGE: as cpulist_parse(); -EPERM; -errno of
 * open(2) or read(2).
 */
int cpulist_read(const char *path, cpu_set_t *ret);

/* Writes the shortest list, ascending. 0, or -ENOSPC: more than size_bytes. */
int cpulist_format(const cpu_set_t *cpus, char *ret, size_t size_bytes);
/* Writes the mask without leading zeros, "0" for the empty set. 0, or -ENOSPC. */
int cpumask_format(const cpu_set_t *cpus, char *ret, size_t size_bytes);

#endif
