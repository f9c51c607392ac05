/* SPDX-License-Identifier: MIT */
/*
 * proc_status: what a process's memory is, in the sums of /proc/PID/status: "VmLck" is what it
 * has locked, "VmPTE" its page tables. And its sets of signals: "SigCgt" are those that it has
 * a handler for, bit n for signal n + 1.
 *
 * Source: Documentation/filesystems/proc.rst, task_mem() in fs/proc/task_mmu.c,
 * render_sigset_t() in fs/proc/array.c.
 */
#ifndef PAGELAB_PROC_STATUS_H
#define PAGELAB_PROC_STATUS_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* The line "KEY: NUMBER kB", in bytes.
 * 0, or -ENODATA: no such line; -EBADMSG: malformed or cut short; -ERANGE; -errno of read(2). */
int proc_status_parse(FILE *file, const char *key, uint64_t *ret_bytes);
/* The same of process `pid`, 0 meaning the caller. Also -EINVAL: negative pid; -ENODATA: no such
 * process, or one without memory. */
int proc_status_bytes(pid_t pid, const char *key, uint64_t *ret_bytes);
/* The line "KEY: MASK" in hexadecimal digits, of a set of 64. Errors as above. */
int proc_status_parse_mask(FILE *file, const char *key, uint64_t *ret_mask);
int proc_status_mask(pid_t pid, const char *key, uint64_t *ret_mask);

#endif
