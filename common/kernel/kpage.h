/* SPDX-License-Identifier: MIT */
/*
 * kpage: what the kernel says about page frames. Two files with one 64-bit word for
 * each PFN: /proc/kpageflags (what the frame is used for) and /proc/kpagecount (how
 * many entries of page tables lead to it). Both are for root alone. pagemap.h tells the PFNs.
 *
 * Source: Documentation/admin-guide/mm/pagemap.rst, fs/proc/page.c.
 */
#ifndef PAGELAB_KPAGE_H
#define PAGELAB_KPAGE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The flags, as masks: `flags & KPAGE_ANON`. Bits 0-26 are a promise of the kernel to
 * its users (include/uapi/linux/kernel-page-flags.h); bits from 32 on are for those
 * who work on the kernel itself, and change (include/linux/kernel-page-flags.h).
 */
#define KPAGE_BIT(n) (UINT64_C(1) << (n))

#define KPAGE_LOCKED KPAGE_BIT(0)	  /* held for exclusive use, as during I/O */
#define KPAGE_ERROR KPAGE_BIT(1)	  /* an I/O error happened */
#define KPAGE_REFERENCED KPAGE_BIT(2)	  /* used since the reclaimer last looked */
#define KPAGE_UPTODATE KPAGE_BIT(3)	  /* holds valid contents */
#define KPAGE_DIRTY KPAGE_BIT(4)	  /* to be written back */
#define KPAGE_LRU KPAGE_BIT(5)		  /* on one of the reclaimer's lists */
#define KPAGE_ACTIVE KPAGE_BIT(6)	  /* and that is an active list */
#define KPAGE_SLAB KPAGE_BIT(7)		  /* the kernel's own small objects */
#define KPAGE_WRITEBACK KPAGE_BIT(8)	  /* being written to disk */
#define KPAGE_RECLAIM KPAGE_BIT(9)	  /* to be freed after that */
#define KPAGE_BUDDY KPAGE_BIT(10)	  /* first page of a free block */
#define KPAGE_MMAP KPAGE_BIT(11)	  /* mapped by a process */
#define KPAGE_ANON KPAGE_BIT(12)	  /* anonymous: belongs to no file */
#define KPAGE_SWAPCACHE KPAGE_BIT(13)	  /* has a place in a swap area */
#define KPAGE_SWAPBACKED KPAGE_BIT(14)	  /* would go to a swap area */
#define KPAGE_COMPOUND_HEAD KPAGE_BIT(15) /* first page of a larger one */
#define KPAGE_COMPOUND_TAIL KPAGE_BIT(16) /* another page of a larger one */
#define KPAGE_HUGE KPAGE_BIT(17)	  /* hugetlb */
#define KPAGE_UNEVICTABLE KPAGE_BIT(18)	  /* must stay in memory */
#define KPAGE_HWPOISON KPAGE_BIT(19)	  /* broken hardware */
#define KPAGE_NOPAGE KPAGE_BIT(20)	  /* no memory has this PFN */
#define KPAGE_KSM KPAGE_BIT(21)		  /* merged by KSM; see below */
#define KPAGE_THP KPAGE_BIT(22)		  /* part of a transparent huge page */
#define KPAGE_OFFLINE KPAGE_BIT(23)	  /* taken out of use */
#define KPAGE_ZERO_PAGE KPAGE_BIT(24)	  /* the page of zeros that reads get */
#define KPAGE_IDLE KPAGE_BIT(25)	  /* unused since it was marked */
#define KPAGE_PGTABLE KPAGE_BIT(26)	  /* a page table */

#define KPAGE_RESERVED KPAGE_BIT(32)	   /* not the allocator's to give */
#define KPAGE_MLOCKED KPAGE_BIT(33)	   /* kept in memory by mlock() */
#define KPAGE_ANON_EXCLUSIVE KPAGE_BIT(34) /* anonymous: its one owner may write it */

/*
 * KPAGE_KSM proves merging on 6.1 only: on 6.12 every anonymous page shows it. One PFN
 * in two places, with a map count to match, proves it everywhere. KPAGE_ANON_EXCLUSIVE
 * is PG_mappedtodisk, which anonymous pages use for this (PageAnonExclusive).
 */

/*
 * The flags of `nr` frames, ret_flags[i] those of pfns[i]; the order is free. PFN 0,
 * which pagemap_pfns() gives for “no page”, is asked like any other: KPAGE_NOPAGE
 * where memory begins higher up, as on arm64.
 * 0, or -EPERM: the caller may not look; -ENODATA: a PFN beyond the end of memory, or
 * no such file (CONFIG_PROC_PAGE_MONITOR); -ENOMEM; -errno of open(2) or pread(2).
 */
int kpage_flags(const uint64_t *pfns, size_t nr, uint64_t *ret_flags);

/*
 * How many entries of page tables lead to each of `nr` frames, in the order of `pfns`: 1
 * for a page that one process has for itself, 2 after fork. The zero page is not counted: 0.
 * Errors as kpage_flags().
 */
int kpage_counts(const uint64_t *pfns, size_t nr, uint64_t *ret_counts);

/*
 * The same from an open file of this format, kpageflags or kpagecount.
 * 0, or -ENODATA: a PFN beyond the end of the file; -EBADMSG: the file ends inside a
 * word; -ENOMEM; -errno of pread(2), -EACCES excepted: -EPERM.
 */
int kpage_read(int fd, const uint64_t *pfns, size_t nr, uint64_t *ret_words);

#endif
