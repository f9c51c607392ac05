/* SPDX-License-Identifier: MIT */
/*
 * ksm: the kernel's merging of equal pages. A kernel thread, ksmd, reads the memory that
 * programs marked with madvise(MADV_MERGEABLE), and maps pages of equal contents to
 * one frame, read-only. Its settings and counters are files in /sys/kernel/mm/ksm.
 *
 *	256 copies of one page, merged:    pages_shared     1   the frame that is left
 *	                                   pages_sharing  255   the frames saved
 *
 * Source: Documentation/admin-guide/mm/ksm.rst, mm/ksm.c.
 */
#ifndef PAGELAB_KSM_H
#define PAGELAB_KSM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Names as in /sys/kernel/mm/ksm; counters that begin with pages_ count pages. */
struct ksm {
	/* settings */
	uint64_t run; /* 0: ksmd rests; 1: it works; 2: everything was unmerged */
	uint64_t pages_to_scan;	   /* pages between two rests */
	uint64_t sleep_millisecs;  /* the length of a rest */
	uint64_t max_page_sharing; /* copies to one frame, at most */
	uint64_t use_zero_pages;   /* 1: merge pages of zeros with the zero page */

	/* counters */
	uint64_t full_scans;	 /* times that ksmd saw all marked memory */
	uint64_t pages_shared;	 /* frames that copies were merged into */
	uint64_t pages_sharing;	 /* copies beyond the first: what is saved */
	uint64_t pages_unshared; /* looked at, equal to nothing else */
	uint64_t pages_volatile; /* changing too fast to be looked at */

	/* Not on every kernel. The value is 0 where has_ is false. */
	bool has_merge_across_nodes; /* with CONFIG_NUMA */
	uint64_t merge_across_nodes; /* 1: copies on different nodes become one */
	bool has_zero_pages;	     /* on 6.12, not on 6.1 */
	uint64_t zero_pages;	/* file ksm_zero_pages: now mapped to the zero page */
	bool has_smart_scan;	/* on 6.12, not on 6.1 */
	uint64_t smart_scan;	/* 1: looks less often at what never merged */
	bool has_pages_skipped; /* on 6.12, not on 6.1 */
	uint64_t pages_skipped; /* times that smart_scan passed over a page */
};

/*
 * Reads settings and counters.
 * 0, or -ENODATA: this kernel has no KSM; -EBADMSG, -ERANGE: not one number that fits
 * 64 bits in a file; -EPERM; -errno of open(2) or read(2).
 */
int ksm_read(struct ksm *ret);

/*
 * Writes a setting, as "run" or "sleep_millisecs" (root, or who was granted the file).
 * When "run" is 0 and this returns, ksmd looks at nothing any more.
 * 0, or -ENODATA: no such setting, or no KSM; -EPERM; -EINVAL, -EBUSY: the kernel
 * refuses this value, or refuses it now; -errno of write(2).
 */
int ksm_write(const char *setting, uint64_t value);
int ksm_write_to(const char *directory, const char *setting, uint64_t value);

/* The same from a folder with such files. Errors as ksm_read(). */
int ksm_read_from(const char *directory, struct ksm *ret);

/*
 * How many pages of process `pid` (0: the caller) are merged, its copies counted one by
 * one. After a write it falls when ksmd comes by again, not at once.
 * 0, or -EINVAL: negative pid; -ENODATA: no such process, or the kernel lacks the
 * file; -EPERM: another's process; -EBADMSG, -ERANGE: not a number of 64 bits.
 */
int ksm_merging_pages(pid_t pid, uint64_t *ret_nr_pages);

/*
 * Waits until ksmd has finished `nr_scans` more scans. The scan under way may have
 * passed your pages already: ask for 2 to be sure that they were seen once after the
 * call, for 3 to see them merged (the first look takes a checksum).
 * 0, or -ETIMEDOUT: not within `timeout_ms` milliseconds (is run 1?); errors as
 * ksm_read().
 */
int ksm_wait_scans(unsigned nr_scans, unsigned timeout_ms);

/*
 * Waits until pages_sharing is at least `nr_pages`. It counts the whole system: add
 * what was there before.
 * 0, or -ETIMEDOUT: not within `timeout_ms` milliseconds; errors as ksm_read().
 */
int ksm_wait_sharing(uint64_t nr_pages, unsigned timeout_ms);

/*
 * Whether other processes than the caller have asked for merging: their pages come and go in
 * the counters of the whole system. ksmd must run; waits for two scans, and takes it for a yes
 * if they do not end within `timeout_ms` milliseconds.
 * 0, or -errno of mmap(2) or madvise(2); errors as ksm_read().
 */
int ksm_has_others(unsigned timeout_ms, bool *ret);
int ksm_has_others_in(const char *directory, unsigned timeout_ms, bool *ret);

/* The same, watching a folder with such files. */
int ksm_wait_scans_from(const char *directory, unsigned nr_scans, unsigned timeout_ms);
int ksm_wait_sharing_from(const char *directory, uint64_t nr_pages, unsigned timeout_ms);

#endif
