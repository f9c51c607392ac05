/* SPDX-License-Identifier: MIT */
/*
 * gdb on a program in the machine:
 *
 *	here                                        in the machine
 *	gdb --- target remote | run --attach --- gdbserver --attach --- the program
 *
 * gdb starts a run of its own, which joins the machine and passes on what it and gdbserver say to
 * each other: a job of the channel, and no network.
 */
#ifndef PAGELAB_RUN_DEBUG_H
#define PAGELAB_RUN_DEBUG_H

#include <stdbool.h>
#include <sys/types.h>

#include "grader/build/build.h"
#include "vm/host/vm.h"

struct debug {
	const char *root;
	const struct build *build;
	const char *machine; /* the socket where it is shared */
	pid_t gdb;	     /* 0: not started */
};

/* Starts it on the program that stands still as process `pid` of the machine; vm_run() is
 * interrupted when it ends. 0 or -errno. */
int debug_start(struct debug *debug, const char *pid);
/* Waits for its end. Its exit status. */
int debug_wait(struct debug *debug);
/* What gdb starts. An exit status. */
int debug_attach(const char *machine, const char *pid);

#endif
