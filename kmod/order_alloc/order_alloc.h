/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/order_alloc asks the kernel's page allocator for one block of 2^order pages that lie
 * side by side in memory, on one node. Drivers do so when a device cannot put memory
 * together from single pages.
 *
 *	struct order_alloc_request request = {.order = 9, .node = 0};
 *	int fd = open("/dev/order_alloc", O_RDWR);
 *
 *	if (ioctl(fd, ORDER_ALLOC_TAKE, &request))
 *		perror("take");
 *	else
 *		printf("frames from 0x%llx on\n", request.pfn);
 *	...
 *	ioctl(fd, ORDER_ALLOC_GIVE_BACK);
 *
 * An open file holds one block at most. Closing its last descriptor, in whatever process,
 * gives the block back.
 *
 * What was asked for is counted in /sys/class/misc/order_alloc, for all who look:
 *
 *	granted, refused	requests, since the module was loaded
 *	held_blocks		blocks that are held now
 *	last			the latest request, as "order 9 node 0 flags 0x0 error 12 pfn 0x0"
 */
#ifndef ORDER_ALLOC_H
#define ORDER_ALLOC_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* What may be done to find the block. Without a flag only what is free already is looked
 * at: nothing is moved and nothing reclaimed. */
#define ORDER_ALLOC_DIRECT 0x1 /* compact, then reclaim, then compact again */
#define ORDER_ALLOC_ONE_TRY 0x2 /* with the former: give up where that is hard to do */

#define ORDER_ALLOC_FLAGS (ORDER_ALLOC_DIRECT | ORDER_ALLOC_ONE_TRY)

struct order_alloc_request {
	__u32 order;
	__u32 node;
	__u32 flags;
	__u32 zero; /* must be 0 */
	__u64 pfn;  /* the answer: the first frame of the block */
};

/* All open files together hold that many blocks at most. */
#define ORDER_ALLOC_MAX_BLOCKS 64

/*
 * Takes a block:
 *
 *	EINVAL  an order that the kernel does not have, flags that make no sense, or zero is
 *		not 0
 *	ENODEV  no such node, or one without memory
 *	EBUSY   this open file holds a block
 *	ENOSPC  ORDER_ALLOC_MAX_BLOCKS are held
 *	ENOMEM  refused: the allocator found no such block
 *	EFAULT  no memory at the address of the request
 *	EINTR   a signal came
 */
#define ORDER_ALLOC_TAKE _IOWR(0xb7, 0x60, struct order_alloc_request)

/*
 * Gives the block back:
 *
 *	ENOENT  this open file holds none
 *	EINTR   a signal came
 */
#define ORDER_ALLOC_GIVE_BACK _IO(0xb7, 0x61)

#endif
