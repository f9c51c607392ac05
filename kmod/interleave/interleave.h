/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/interleave stops a thread inside a module under test, page_pin, where that module
 * calls the kernel, and lets another thread go first. So two threads come into each other's
 * way by arrangement and not by luck:
 *
 *	thread 1				thread 2
 *	ioctl(fd, INTERLEAVE_BEGIN, nth);
 *	--------------------- both have come as far as this ------------------------
 *	ioctl(pin_fd, PAGE_PIN_PIN, &range);	ioctl(fd, INTERLEAVE_JOIN);
 *	   stops at its nth call of the kernel	   waits for that
 *	   ...					ioctl(pin_fd, PAGE_PIN_PIN, &range);
 *	   goes on when the other has left,	ioctl(fd, INTERLEAVE_LEAVE);
 *	   sleeps, or gets nowhere
 *	ioctl(fd, INTERLEAVE_END, &meeting);
 *
 * With nth from 0 on, until thread 1 does not stop any more, the other has come in between
 * all that the module does. Calls of functions that a module which pins may need are stops.
 *
 * It also looks where Debian's kernel does not (CONFIG_DEBUG_VM): functions that want
 * mmap_lock are called with it. And it holds up kernel threads that are at work for the module
 * (INTERLEAVE_LINGER), so that what is done later is seen to be late.
 *
 * One meeting at a time; whoever opens the file is trusted. Threads stop as long as it is open for
 * writing.
 */
#ifndef INTERLEAVE_H
#define INTERLEAVE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define INTERLEAVE_NAME 40

enum interleave_how {
	INTERLEAVE_NOWHERE, /* there are no so many calls: thread 1 did not stop */
	INTERLEAVE_LEFT,    /* thread 2 went through meanwhile */
	INTERLEAVE_ASLEEP,  /* it slept: for a lock, as it should be */
	INTERLEAVE_RUNNING, /* it went on running, and came to no end: a lock that spins */
	INTERLEAVE_ALONE,   /* it never came */
};

struct interleave_meeting {
	__u32 how;
	__u32 may_sleep;		/* the function may, so that no spinlock is held */
	char function[INTERLEAVE_NAME]; /* which thread 1 was about to call */
};

struct interleave_findings {
	__u32 nr_left_behind;	    /* kernel threads whose code is gone */
	__u32 nr_callbacks;	    /* of call_rcu(), for which no rcu_barrier() waited */
	char bare[INTERLEAVE_NAME]; /* was called without mmap_lock; "" for none */
};

#define INTERLEAVE_BEGIN _IO(0xb7, 0x80)
/*
 * 0, or ENOENT: thread 1 came to its end without a stop. If the argument is not 0, it is a signal
 * that this thread gets when it is asleep for the first time; it may go on or sleep again.
 */
#define INTERLEAVE_JOIN _IO(0xb7, 0x81)
#define INTERLEAVE_LEAVE _IO(0xb7, 0x82)
#define INTERLEAVE_END _IOR(0xb7, 0x83, struct interleave_meeting)

/* What kernel threads that call from the module shall do: go on; wait until they may; wait
 * until the module is gone, or its exit waits for them. The caller of the last unloads it. */
enum interleave_linger { INTERLEAVE_GO_ON, INTERLEAVE_WAIT, INTERLEAVE_OUTLIVE };
#define INTERLEAVE_LINGER _IO(0xb7, 0x84)
#define INTERLEAVE_FINDINGS _IOR(0xb7, 0x85, struct interleave_findings)

#endif
