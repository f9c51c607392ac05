/* SPDX-License-Identifier: MIT */
/*
 * The CPUs' stocks of free pages, made short before a snapshot is taken. What the boot has left
 * in them hangs on how long it took, on 6.12 up to 32 MiB of a CPU; it counts as not free, and
 * comes back at any time, page by page, until a large block is whole that nobody expects.
 */
#include <errno.h>
#include <linux/mempolicy.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"
#include "common/kernel/affinity.h"

#define FRACTION "/proc/sys/vm/percpu_pagelist_high_fraction"
#define SHORTEST "100000"

/* A page that is given back to a stock that is too long takes 63 others along, at least: that
 * is enough for 60 MiB. */
#define NR_PAGES 256

/* Those of this CPU, with pages of that node. 0, or -errno: -EINVAL if there is no such node. */
static int shorten(unsigned node)
{
	size_t size = NR_PAGES * sysconf(_SC_PAGESIZE);
	unsigned long mask = 1UL << node;
	void *pages = mmap(
		NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int err = 0;

	if (pages == MAP_FAILED)
		return -errno;
	if (syscall(SYS_mbind, pages, size, MPOL_BIND, &mask, 64, 0) ||
		madvise(pages, size, MADV_NOHUGEPAGE) ||
		madvise(pages, size, MADV_POPULATE_WRITE))
		err = -errno;
	munmap(pages, size);
	return err;
}

static int shorten_here(void)
{
	unsigned node = 0;
	int err;

	do
		err = shorten(node++);
	while (!err);
	return err == -EINVAL ? 0 : err;
}

static void read_setting(char *ret, size_t size)
{
	FILE *file = fopen(FRACTION, "re");

	if (!file || !fgets(ret, size, file))
		strcpy(ret, "0");
	ret[strcspn(ret, "\n")] = '\0';
	if (file)
		fclose(file);
}

int stocks_shorten(void)
{
	long nr_cpus = sysconf(_SC_NPROCESSORS_ONLN);
	char before[16];
	cpu_set_t all;
	int err;

	if (sched_getaffinity(0, sizeof(all), &all))
		return -errno;
	read_setting(before, sizeof(before));
	err = file_knob(FRACTION, SHORTEST);
	for (int cpu = 0; cpu < nr_cpus && !err; cpu++) {
		err = affinity_bind(cpu);
		if (!err)
			err = shorten_here();
	}
	sched_setaffinity(0, sizeof(all), &all);
	return err ? err : file_knob(FRACTION, before);
}
