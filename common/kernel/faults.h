/* SPDX-License-Identifier: MIT */
/*
 * faults: how often the kernel had to put a page table right before a program could go on.
 * A minor fault is served from memory (a fresh page of zeros, a copy after fork, an entry
 * made writable again); a major one waits for a disk.
 *
 *	struct faults before, after;
 *
 *	faults_self(&before);
 *	buffer[0] = 10;
 *	faults_self(&after);
 *	printf("%" PRIu64 " faults\n", after.minor - before.minor);
 *
 * Code faults too when it runs for the first time. So call faults_self() once before, where
 * single faults matter; not what you measure, whose faults would be gone.
 *
 * Source: getrusage(2); Documentation/filesystems/proc.rst (stat), fs/proc/array.c.
 */
#ifndef PAGELAB_FAULTS_H
#define PAGELAB_FAULTS_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct faults {
	uint64_t minor;
	uint64_t major;
};

/* The faults of the calling process so far, all threads together, children not.
 * 0, or -errno of getrusage(2), which is not expected. */
int faults_self(struct faults *ret);

/*
 * The same from a file with the format of /proc/PID/stat.
 * 0, or -ENODATA: empty; -EBADMSG: malformed or cut short; -ERANGE: a number too large
 * for 64 bits; -errno of read(2).
 */
int faults_parse(FILE *file, struct faults *ret);

/* The same of process `pid`, 0 meaning the caller. Also -EINVAL: negative pid;
 * -ENODATA: no such process; -EPERM: hidden (mount option hidepid). */
int faults_read(pid_t pid, struct faults *ret);

/* The same of one thread of that process alone, 0 meaning the calling one. Errors as
 * faults_read(). */
int faults_read_thread(pid_t pid, pid_t tid, struct faults *ret);

#endif
