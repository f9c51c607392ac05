/* SPDX-License-Identifier: MIT */
/*
 * A program that ends when its caller does, with all that it started, whatever the moment:
 *
 *	err = guard_start(execute, &arg, &guard);
 *	... read what it writes ...
 *	status = guard_end(&guard, err != 0);
 *
 * Of a caller that is killed the kernel would kill the one child (PR_SET_PDEATHSIG). bubblewrap
 * asks for the same in the sandbox, but only when that is ready: until then its process waits for a
 * parent that is gone, for ever. So a process between the two holds a pipe of the caller's, and
 * kills what is left when that breaks.
 */
#ifndef PAGELAB_GRADE_GUARD_H
#define PAGELAB_GRADE_GUARD_H

#include <stdbool.h>
#include <sys/types.h>

struct guard {
	pid_t pid;
	int line; /* the pipe */
};

/* execute() is called in a process of its own, and does not return. The caller's descriptors are open
 * there, and nowhere else. 0 or -errno. */
int guard_start(void (*execute)(void *arg), void *arg, struct guard *ret);
/* Waits for the program, or ends it at once, and kills what it has left. Its status as from
 * waitpid(2); of one that was ended by a signal, 128 and the signal's number. */
int guard_end(struct guard *guard, bool at_once);

#endif
