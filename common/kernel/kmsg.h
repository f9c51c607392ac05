/* SPDX-License-Identifier: MIT */
/*
 * kmsg: what the kernel logs from now on.
 *
 *	kmsg_open(&fd);
 *	... something that the kernel has words about ...
 *	while (!kmsg_next(fd, &message))
 *		puts(message.text);
 *	close(fd);
 *
 * A read of /dev/kmsg gives one record:
 *
 *	4,1234,5678901,-;page_pin: loading out-of-tree module taints kernel.
 *	^ ^    ^       ^ the text; control characters as \x0a     further lines, each after
 *	| |    |       flags                                      a blank, are for machines
 *	| |    microseconds since boot
 *	| sequence number
 *	8 * facility + level
 *
 * Source: Documentation/ABI/testing/dev-kmsg.
 */
#ifndef PAGELAB_KMSG_H
#define PAGELAB_KMSG_H

#include <stddef.h>
#include <stdint.h>

#define KMSG_TEXT_SIZE 1024
#define KMSG_RECORD_MAX 8192

enum { KMSG_EMERGENCY, KMSG_ALERT, KMSG_CRITICAL, KMSG_ERROR, KMSG_WARNING, KMSG_NOTICE };

struct kmsg {
	unsigned level; /* KMSG_...: the lower, the worse */
	uint64_t sequence;
	uint64_t time_us;	   /* since boot */
	char text[KMSG_TEXT_SIZE]; /* without the newline; a longer one is cut */
};

/* 0, or -EBADMSG: no such record. */
int kmsg_parse(const char *record, size_t size, struct kmsg *ret);

/* Opens the log at its end; close(2) it when done. 0, or -EPERM: root only; -ENODATA: no
 * such file; -errno of open(2) or lseek(2). */
int kmsg_open(int *ret_fd);

/*
 * The next message that was logged.
 * 0, or -ENODATA: there is none yet; -EPIPE: some were overwritten before they were read
 * (the next call goes on behind the gap); -EBADMSG; -errno of read(2).
 */
int kmsg_next(int fd, struct kmsg *ret);

#endif
