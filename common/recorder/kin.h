/* SPDX-License-Identifier: MIT */
/*
 * kin: the threads that came of one, by their numbers: whose event is this, and in whose memory
 * did it happen? Numbers are given again when their owner has ended, so that all of this goes
 * in the order of events.
 */
#ifndef PAGELAB_RECORDER_KIN_H
#define PAGELAB_RECORDER_KIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define KIN_NR_CHAINS 256

struct kin_task {
	pid_t tid, pid;
	pid_t memory_pid; /* the process whose memory it uses */
	bool ended;
	const char *comm; /* not kin's own */
	uint64_t mm;	  /* the kernel's address of that memory; 0: not seen yet */
	/* What it is in the middle of, by number from 1; 0: nothing. */
	size_t open_call, open_fault, open_pin, open_advice, failed_fault;
	struct kin_task *next;
};

struct kin {
	struct kin_task *chains[KIN_NR_CHAINS];
};

/* The first one, whose children all others are. 0 or -ENOMEM. */
int kin_found(struct kin *kin, pid_t pid, struct kin_task **ret);
void kin_free(struct kin *kin);

/* The living thread of that number, or NULL. */
struct kin_task *kin_find(const struct kin *kin, pid_t tid);
/* One more, by clone(2). 0 or -ENOMEM. */
int kin_add(struct kin *kin, const struct kin_task *parent, pid_t tid,
	uint64_t clone_flags, struct kin_task **ret);
/*
 * Thread `old_tid` has made process `pid` another program, and is its first thread now.
 * 0, or -ENOMEM; *ret is NULL if it is none of these.
 */
int kin_exec(struct kin *kin, pid_t pid, pid_t old_tid, struct kin_task **ret);
/* Whose memory that is; 0: nobody's who was seen using it. */
pid_t kin_memory(const struct kin *kin, uint64_t mm);

#endif
