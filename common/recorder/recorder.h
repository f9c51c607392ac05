/* SPDX-License-Identifier: MIT */
/*
 * recorder: has the kernel log what a program does, and reads it. For the stage; checkers see
 * the record (record.h).
 *
 *	recorder_start(groups, &recorder);
 *	... the program is started: main_pid ...
 *	recorder_look(recorder, main_pid, "filled");	at each checkpoint, all of it frozen
 *	recorder_go_on(recorder);
 *	recorder_finish(recorder, main_pid);		nothing of it is left
 *	... recorder_record(recorder) ...
 *	recorder_free(recorder);
 *
 * Root, and outside of the sandbox, which has no tracefs. One at a time.
 *
 * Nothing is lost silently. While the program runs, the rings are read when they fill
 * (recorder_fds()). A ring that was full nevertheless, or a record of more than
 * RECORDER_MAX_BYTES, is the program's doing: it has reached a limit (-ENOSPC). A probe that the
 * kernel passed by, or a page that makes no sense, is ours (-ENOBUFS, -EBADMSG).
 */
#ifndef PAGELAB_RECORDER_RECORDER_H
#define PAGELAB_RECORDER_RECORDER_H

#include <stddef.h>
#include <sys/types.h>

#include "record.h"

/* Some 400,000 faults or 220,000 calls. */
#define RECORDER_MAX_BYTES (32u << 20)
#define RECORDER_MAX_CPUS 64

/* The formats of what the agent has armed (probes_arm()). */
#define RECORDER_LAYOUT "/run/pagelab/record-layout"

struct recorder;

/*
 * Begins to record these groups (enum record_group). 0, or -ENODATA: nothing is
 * armed here; -EPERM; -EBADMSG: formats that make no sense; -ENOMEM; others of the kernel.
 */
int recorder_start(unsigned groups, struct recorder **ret);
/* NULL is allowed. */
void recorder_free(struct recorder *recorder);

/*
 * Takes what was recorded up to here: the program stands still at that checkpoint. What
 * the checker itself does until recorder_go_on() is not recorded, and nor is what kernel threads
 * do, but where the lab asks for moves or merges.
 * 0, -ENOSPC, -ENOBUFS, -EBADMSG, -ENOMEM.
 */
int recorder_look(struct recorder *recorder, pid_t main_pid, const char *checkpoint);
int recorder_go_on(struct recorder *recorder);
/* The rest, and stops. Errors as above. */
int recorder_finish(struct recorder *recorder, pid_t main_pid);

/* One for each CPU: readable when its ring is filled to a quarter. */
const int *recorder_fds(const struct recorder *recorder, size_t *ret_nr);
/* Reads what is there. 0, or -ENOSPC, -ENOMEM, -errno of read(2). */
int recorder_drain(struct recorder *recorder);

const struct record *recorder_record(const struct recorder *recorder);

#endif
