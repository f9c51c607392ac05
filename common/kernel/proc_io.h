/* SPDX-License-Identifier: MIT */
/*
 * proc_io: how much a process has read and written, and in how many calls: /proc/PID/io.
 *
 * Source: Documentation/filesystems/proc.rst.
 */
#ifndef PAGELAB_PROC_IO_H
#define PAGELAB_PROC_IO_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* The whole process, threads that have ended too. */
struct proc_io {
	uint64_t read_bytes;  /* by read(2), pread(2) and their kin */
	uint64_t write_bytes; /* by write(2) */
	uint64_t nr_reads;    /* such calls */
	uint64_t nr_writes;
};

/* 0, or -ENODATA: empty; -EBADMSG: malformed or cut short; -ERANGE; -errno of read(2). */
int proc_io_parse(FILE *file, struct proc_io *ret);
/* The same of process `pid`, 0 meaning the caller. Also -EINVAL: negative pid; -ENODATA: no
 * such process, or a kernel without task accounting; -EPERM: another's process. */
int proc_io_read(pid_t pid, struct proc_io *ret);

#endif
