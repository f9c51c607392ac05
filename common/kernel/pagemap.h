/* SPDX-License-Identifier: MIT */
/*
 * pagemap: from virtual addresses to page frames. /proc/PID/pagemap holds one 64-bit
 * word for each virtual page of a process. A page frame number (PFN) names a page of
 * physical memory: the frame at physical address A has PFN A / page size.
 *
 * To see which frames hold a buffer of yours:
 *
 *	uint64_t pfns[16];
 *	int error = pagemap_pfns(lab_pagemap(), buffer, 16, pfns);
 *
 * Source: Documentation/admin-guide/mm/pagemap.rst, fs/proc/task_mmu.c.
 */
#ifndef PAGELAB_PAGEMAP_H
#define PAGELAB_PAGEMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* One word of pagemap, taken apart. */
struct pagemap_entry {
	uint64_t pfn;	      /* the frame; 0 unless present, 0 also where hidden */
	uint64_t swap_offset; /* the place in the swap area, in pages; 0 unless swapped */
	unsigned swap_type;   /* which swap area; 0 unless swapped */
	bool present;	      /* the page is in memory and mapped here */
	bool swapped;	      /* it is in a swap area, or on its way to another frame */
	bool moving;	      /* it is on its way to another frame */
	bool file_or_shmem;   /* it belongs to a file or to shared anonymous memory */
	bool exclusive;	      /* it is mapped once: here and nowhere else */
	bool uffd_wp;	      /* userfaultfd protects it against writing */
	bool soft_dirty;      /* written since the bits were cleared; not on arm64 */
};

/*
 * Takes a word of pagemap apart. Every word has a meaning, so this cannot fail.
 *
 *	63 62 61 60      58 57 56 55 54                                5 4      0
 *	+--+--+--+---------+--+--+--+----------------------------------+---------+
 *	|P |S |F | ignored |W |E |D |           PFN, if P; swap offset and type, |
 *	|  |  |  |         |  |  |  |           if S (type: the low five bits)   |
 *	+--+--+--+---------+--+--+--+----------------------------------+---------+
 *	 |  |  |            |  |  +-- soft_dirty
 *	 |  |  |            |  +----- exclusive
 *	 |  |  |            +-------- uffd_wp
 *	 |  |  +--------------------- file_or_shmem
 *	 |  +------------------------ swapped
 *	 +--------------------------- present
 */
void pagemap_decode(uint64_t word, struct pagemap_entry *ret);

#define PAGEMAP_PRESENT (UINT64_C(1) << 63)
#define PAGEMAP_PFN_MASK ((UINT64_C(1) << 55) - 1)

/* The frame alone, where many words are looked through; 0 unless the page is present. */
static inline uint64_t pagemap_pfn(uint64_t word)
{
	return word & PAGEMAP_PRESENT ? word & PAGEMAP_PFN_MASK : 0;
}

/*
 * Opens the pagemap of process `pid`, 0 meaning the caller; close(2) it when done. A
 * reader without privilege may open its own, but sees every PFN in it as 0.
 * 0, or -EINVAL: negative pid; -ENODATA: no such process; -EPERM: another's process;
 * -errno of open(2).
 */
int pagemap_open(pid_t pid, int *ret_fd);

/*
 * Reads the words of `nr_pages` pages from `address` on, in as few system calls as the
 * kernel grants, and leaves the descriptor's position alone.
 * 0, or -EINVAL: `address` is not the start of a page, or the range wraps around;
 * -ENODATA: the range goes past the end of the address space, or the process has
 * ended; -EBADMSG: the file ends inside a word; -ENOMEM; -errno of pread(2).
 */
int pagemap_read(int fd, uintptr_t address, size_t nr_pages, uint64_t *ret_words);

/*
 * The frames of `nr_pages` pages from `address` on; 0 for a page that is not present. One that the
 * kernel is moving is waited for: it has the frame where it arrives.
 * 0, or -EPERM: pages are present, but the descriptor was opened without privilege, so
 * the kernel hides their PFNs; the errors of pagemap_read().
 */
int pagemap_pfns(int fd, const void *address, size_t nr_pages, uint64_t *ret_pfns);

#endif
