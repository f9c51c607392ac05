/* SPDX-License-Identifier: MIT */
/*
 * smaps: what a process's mappings cost. /proc/PID/smaps has a block of lines for each
 * mapping (each VMA):
 *
 *	ffff8de32000-ffff8df32000 rw-p 00000000 00:00 0
 *	Size:               1024 kB
 *	Rss:                1024 kB     in memory
 *	Pss:                  13 kB     the same, each page divided by its users
 *	...
 *	VmFlags: rd wr mr mw me ac mg
 *
 * A mapping need not be what one mmap() made: the kernel joins neighbours that are
 * alike, and madvise() on a part splits. Put PROT_NONE pages before and after memory
 * that you want to see alone, and use the sums below.
 *
 * Source: Documentation/filesystems/proc.rst, fs/proc/task_mmu.c.
 */
#ifndef PAGELAB_SMAPS_H
#define PAGELAB_SMAPS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* Room for the two-letter codes of VmFlags, a blank after each. */
#define SMAPS_FLAGS_SIZE 256

/* One mapping, or the sum over several. The file's kB are bytes here. */
struct smaps {
	uintptr_t start; /* first address */
	uintptr_t end;	 /* first address behind it */
	uint64_t size_bytes;
	uint64_t rss_bytes;	     /* in memory */
	uint64_t pss_bytes;	     /* the same, each page divided by its users */
	uint64_t shared_clean_bytes; /* shared: mapped more than once, by whomever */
	uint64_t shared_dirty_bytes;
	uint64_t private_clean_bytes; /* private: mapped here only */
	uint64_t private_dirty_bytes;
	uint64_t referenced_bytes;
	uint64_t anonymous_bytes;	/* of no file */
	uint64_t anon_huge_pages_bytes; /* mapped as transparent huge pages */
	uint64_t shared_hugetlb_bytes;	/* hugetlb pages are not part of Rss and Pss */
	uint64_t private_hugetlb_bytes;
	uint64_t swap_bytes;
	uint64_t locked_bytes; /* by mlock(), in the measure of Pss */
	bool has_ksm;	       /* the kernel has the line KSM: (6.12 has, 6.1 not) */
	uint64_t ksm_bytes;    /* merged by KSM; 0 without has_ksm */

	/* What a mapping is; in a sum: what its first mapping is. */
	uint64_t kernel_page_bytes;	 /* page size: larger for hugetlb, not for THP */
	bool thp_eligible;		 /* could have transparent huge pages now */
	char vm_flags[SMAPS_FLAGS_SIZE]; /* "rd wr mr "; ask by smaps_has_flag() */

	unsigned nr_mappings; /* 1, or how many were summed */
};

/* Whether VmFlags has the two-letter code `flag`, as "mg" for mergeable. */
bool smaps_has_flag(const struct smaps *smaps, const char *flag);

/*
 * Finds the mapping that holds `address`, reading no further than that.
 * 0, or -ENODATA: no mapping holds it; -EBADMSG: malformed or cut short; -ERANGE: a
 * number too large for 64 bits; -errno of read(2).
 */
int smaps_parse(FILE *file, uintptr_t address, struct smaps *ret);

/* The same of process `pid`, 0 meaning the caller. Also -EINVAL: negative pid;
 * -ENODATA: no such process; -EPERM: another's process. */
int smaps_read(pid_t pid, uintptr_t address, struct smaps *ret);

/*
 * The sum over all mappings inside [start, end), however often the range was split;
 * start and end of the result are those of the first and the last. Holes are allowed.
 * 0, or -ENODATA: no mapping there; -ERANGE: a mapping lies partly inside, so its
 * share cannot be told, or a number too large for 64 bits; -EINVAL: end is not above
 * start; -EBADMSG: malformed or cut short; -errno of read(2).
 */
int smaps_parse_sum(FILE *file, uintptr_t start, uintptr_t end, struct smaps *ret);

/* The same of process `pid`, 0 meaning the caller; errors also as smaps_read(). */
int smaps_read_sum(pid_t pid, uintptr_t start, uintptr_t end, struct smaps *ret);

#endif
