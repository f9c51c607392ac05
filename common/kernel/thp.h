/* SPDX-License-Identifier: MIT */
/*
 * thp: transparent huge pages, those that the kernel puts under ordinary memory by itself.
 * Settings are files in /sys/kernel/mm/transparent_hugepage, each with one of several
 * words chosen:
 *
 *	enabled    always [madvise] never                           who may have them
 *	defrag     always defer defer+madvise [madvise] never       who waits for one
 *
 * What happened is counted in /proc/vmstat.
 *
 * Source: Documentation/admin-guide/mm/transhuge.rst, mm/huge_memory.c, mm/khugepaged.c.
 */
#ifndef PAGELAB_THP_H
#define PAGELAB_THP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/types.h>

/* Makes huge pages of what is there, now (since Linux 6.1); older C libraries lack it. */
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

#define THP_MODE_SIZE 16

struct thp_mode {
	char text[THP_MODE_SIZE]; /* as "madvise" */
};

/*
 * The word chosen in setting `name`, "enabled" or "defrag".
 * 0, or -ENODATA: this kernel has no transparent huge pages, or not that setting;
 * -EBADMSG: not exactly one word in brackets, or cut short; -EPERM; -errno of open(2) or
 * read(2).
 */
int thp_mode_parse(FILE *file, struct thp_mode *ret);
int thp_mode_read(const char *name, struct thp_mode *ret);

/*
 * Chooses a word (root, or who was granted the file).
 * 0, or -ENODATA as above; -EPERM; -EINVAL: no word of this setting; -errno of write(2).
 */
int thp_mode_write(const char *name, const char *mode);

/* Events since boot. Names as in /proc/vmstat, with thp_ before them. */
struct thp_events {
	uint64_t fault_alloc;	 /* a fault was answered with a huge page */
	uint64_t fault_fallback; /* or with a small one, as no huge one was free */
	uint64_t collapse_alloc; /* a huge page was taken to put small ones into */
	uint64_t split_pmd;	 /* a mapping became small; the page stayed whole */
	uint64_t split_page;	 /* a huge page became small ones */
	uint64_t
		deferred_split_page; /* one was put down to be split when memory is short */
	uint64_t zero_page_alloc;    /* the huge page of zeros was made */
};

/* 0, or -ENODATA: no transparent huge pages; the errors of vmstat_parse_many(). */
int thp_events_parse(FILE *file, struct thp_events *ret);
int thp_events_read(struct thp_events *ret);

/* The size of a transparent huge page, in bytes: as much as one entry of the last table
 * but one maps. 0, or -ENODATA: none; -EBADMSG; -ERANGE; -EPERM; -errno. */
int thp_size(size_t *ret_bytes);

/*
 * Whether the mapping at `address` of process `pid` (0: the caller) may have them: the
 * line THPeligible of smaps. Errors as smaps_read().
 */
int thp_eligible(pid_t pid, const void *address, bool *ret);

/*
 * Keeps khugepaged away from programs that ask for huge pages after this: it looks at once when
 * the first program does so, and then after scan_sleep_millisecs. This is that first
 * program: memory of the caller is advised, and stays so until it ends. Waits for the look
 * to be over, at most timeout_ms milliseconds: it does not come if others were there.
 * 0, or -ENODATA: no khugepaged; -errno of mmap(2); errors of kfile_value().
 */
int thp_settle(unsigned timeout_ms);

#endif
