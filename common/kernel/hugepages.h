/* SPDX-License-Identifier: MIT */
/*
 * hugepages: the pools of hugetlb pages, one for each size of page and each node. A pool's
 * pages are set aside: nobody gets one but who asks for memory of that size, by
 * mmap(MAP_HUGETLB) or a file of hugetlbfs. The sizes are those that the processor and the
 * kernel can do; each has a folder of files:
 *
 *	/sys/kernel/mm/hugepages/hugepages-2048kB/               all nodes together
 *	/sys/devices/system/node/node1/hugepages/hugepages-2048kB/       node 1 alone
 *
 *	|<------------------ nr (nr_hugepages) ------------------>|
 *	|  touched, in use  |<-------- free (free_hugepages) ---->|
 *	                    |  reserved: mapped,  |  for the      |
 *	                    |  not yet touched    |  next mmap()  |
 *
 * Source: Documentation/admin-guide/mm/hugetlbpage.rst, mm/hugetlb.c.
 */
#ifndef PAGELAB_HUGEPAGES_H
#define PAGELAB_HUGEPAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Instead of a node: all of them together. */
#define HUGEPAGES_ALL_NODES (-1)
/* Where labs that are granted one have a hugetlbfs, for files of huge pages. */
#define HUGEPAGES_MOUNT "/dev/hugepages"
/* More sizes than any processor has. */
#define HUGEPAGES_MAX_SIZES 16

/* One pool, in pages of its size. */
struct hugepages {
	uint64_t nr;	   /* there are that many, surplus ones included */
	uint64_t free;	   /* and of them, untouched */
	uint64_t reserved; /* and of these, promised to a mapping; 0 for one node */
	uint64_t surplus;  /* beyond the size asked for, until they are given back */
};

/*
 * The pool of pages of page_bytes bytes on `node`, or HUGEPAGES_ALL_NODES.
 * 0, or -ENODATA: the kernel has no such size (hugepages_sizes() tells which), no such
 * node, or no hugetlb; -EINVAL: no size, or a negative node; -EBADMSG, -ERANGE: not a
 * number of 64 bits in a file; -EPERM; -errno of open(2) or read(2).
 */
int hugepages_read(size_t page_bytes, int node, struct hugepages *ret);

/*
 * Asks for a pool of nr_pages pages, there or on all nodes together (root, or who was
 * granted the file nr_hugepages). The kernel gives what it can find and reports success
 * all the same: read back what it is.
 * 0, or -ENODATA, -EINVAL as above; -EPERM; -errno of write(2): -EINVAL for a size of
 * which no page can be made while the system runs.
 */
int hugepages_write(size_t page_bytes, int node, uint64_t nr_pages);

/*
 * The sizes of huge pages that this kernel offers, in bytes, smallest first, at most
 * HUGEPAGES_MAX_SIZES.
 * 0, or -ENODATA: no hugetlb; -EBADMSG: a folder whose name tells no size; -E2BIG;
 * -errno of opendir(3) or readdir(3).
 */
int hugepages_sizes(size_t ret_sizes[HUGEPAGES_MAX_SIZES], size_t *ret_nr);

/*
 * The size that MAP_HUGETLB means where no other is asked for: the line Hugepagesize of
 * a file with the format of /proc/meminfo.
 * 0, or -ENODATA: no such line: no hugetlb; -EBADMSG: malformed or cut short; -ERANGE;
 * -errno of read(2).
 */
int hugepages_default_parse(FILE *file, size_t *ret_bytes);
int hugepages_default(size_t *ret_bytes);

/* The same from a folder with a folder for each size. Errors as above. */
int hugepages_read_from(const char *directory, size_t page_bytes, struct hugepages *ret);
int hugepages_write_to(const char *directory, size_t page_bytes, uint64_t nr_pages);
int hugepages_sizes_from(
	const char *directory, size_t ret_sizes[HUGEPAGES_MAX_SIZES], size_t *ret_nr);

#endif
