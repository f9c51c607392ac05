/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/cma_grab takes memory for a device, as a driver does: dma_alloc_coherent(). A
 * camera or a display that needs many megabytes in one piece gets them from the area that
 * the kernel keeps for this, CMA; until then the area is lent to programs.
 *
 *	struct cma_grab_request request = {.length_bytes = 32 << 20};
 *	int fd = open("/dev/cma_grab", O_RDWR);
 *
 *	if (ioctl(fd, CMA_GRAB_TAKE, &request))
 *		perror("take");
 *	else
 *		printf("frames from 0x%llx on\n", request.pfn);
 *	...
 *	ioctl(fd, CMA_GRAB_GIVE_BACK);
 *
 * An open file holds one block at most. Closing its last descriptor, in whatever process,
 * gives the block back. Where the memory comes from is the kernel's choice: a block that
 * the page allocator could give as well, 4 MiB or less on most machines, may come from
 * outside the area when the area has no room.
 *
 * What was asked for is counted in /sys/class/misc/cma_grab, for all who look:
 *
 *	granted, refused	requests, since the module was loaded
 *	held_blocks		blocks that are held now
 *	last			the latest request, as "length 33554432 error 0 pfn 0xc0000"
 */
#ifndef CMA_GRAB_H
#define CMA_GRAB_H

#include <linux/ioctl.h>
#include <linux/types.h>

struct cma_grab_request {
	__u64 length_bytes; /* whole pages */
	__u64 pfn;	    /* the answer: the first frame of the block */
};

/* All open files together hold that many blocks at most. */
#define CMA_GRAB_MAX_BLOCKS 16

/*
 * Takes a block:
 *
 *	EINVAL  no length, or not whole pages
 *	EBUSY   this open file holds a block
 *	ENOSPC  CMA_GRAB_MAX_BLOCKS are held
 *	ENOMEM  refused: too large, or what is in the way could not be moved
 *	EFAULT  no memory at the address of the request
 *	EINTR   a signal came
 */
#define CMA_GRAB_TAKE _IOWR(0xb7, 0x70, struct cma_grab_request)

/*
 * Gives the block back:
 *
 *	ENOENT  this open file holds none
 *	EINTR   a signal came
 */
#define CMA_GRAB_GIVE_BACK _IO(0xb7, 0x71)

#endif
