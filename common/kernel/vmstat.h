/* SPDX-License-Identifier: MIT */
/*
 * vmstat: the memory counters of the whole system, /proc/vmstat. Names that begin with
 * nr_ are amounts, most of them in pages; the others count events since boot.
 *
 * Amounts are gathered per CPU and added up late, so they lag by some ten pages a CPU:
 * call vmstat_refresh() before reading them. Event counters do not need it.
 *
 * Source: Documentation/admin-guide/sysctl/vm.rst (stat_refresh), mm/vmstat.c.
 */
#ifndef PAGELAB_VMSTAT_H
#define PAGELAB_VMSTAT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * The counter `name`, as "cow_ksm".
 * 0, or -ENODATA: this kernel has no such counter; -EBADMSG: malformed or cut short,
 * before the counter or after it; -ERANGE: a number too large for 64 bits; -errno of
 * read(2).
 */
int vmstat_parse(FILE *file, const char *name, uint64_t *ret);
int vmstat_read(const char *name, uint64_t *ret);

/*
 * `nr` counters from one reading, ret_values[i] that of names[i]: use this for numbers
 * that are to be compared with each other. Errors as above, -ENODATA if one is
 * missing.
 */
int vmstat_parse_many(
	FILE *file, const char *const names[], size_t nr, uint64_t *ret_values);
int vmstat_read_many(const char *const names[], size_t nr, uint64_t *ret_values);

/*
 * Adds up what the CPUs have gathered, so that the next reading is exact.
 * 0, or -EPERM: root only; -ENODATA: no such file; -errno of open(2) or read(2).
 */
int vmstat_refresh(void);

#endif
