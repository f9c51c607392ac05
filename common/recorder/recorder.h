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
 * (recorder_fds()). Where one was full nevertheless and events were lost, it depends on how fast it
 * was filled:
 *
 *	within RECORDER_TURN_NS, times the host's slowness	the program's doing: no reader could
 *								have kept up. It has reached a limit
 *								(-ENOSPC), as it has with a record of
 *								more than RECORDER_MAX_BYTES.
 *	in more time than that					ours: the reader was woken when a
 *								tenth was filled, and did not come
 *								(-ENOBUFS).
 *
 * A probe that the kernel passed by, or a page that makes no sense, is ours, too (-EOVERFLOW, -EBADMSG).
 */
#ifndef PAGELAB_RECORDER_RECORDER_H
#define PAGELAB_RECORDER_RECORDER_H

#include <stddef.h>
#include <sys/types.h>

#include "record.h"

/* Some 400,000 faults, or as many calls. */
#define RECORDER_MAX_BYTES (32u << 20)
#define RECORDER_MAX_CPUS 64
/* So long a reader may wait for its turn: QEMU's one thread for all CPUs lets it wait for 0.1 s
 * on a quiet host. A program that does nothing but system calls fills a ring in 0.2 s. */
#define RECORDER_TURN_NS 250000000u

/* The formats of what the agent has armed (probes_arm()). */
#define RECORDER_LAYOUT "/run/pagelab/record-layout"

struct recorder;

/*
 * Begins to record these groups (enum record_group), on a host that is so many times slower than
 * usual. 0, or -ENODATA: nothing is
 * armed here; -EPERM; -EBADMSG: formats that make no sense; -ENOMEM; others of the kernel.
 */
int recorder_start(unsigned groups, double slowness, struct recorder **ret);
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
/* The rest, and stops. Errors as above; -EOVERFLOW: a probe was passed by. */
int recorder_finish(struct recorder *recorder, pid_t main_pid);

/* One for each CPU: readable when its ring is filled to a tenth. */
const int *recorder_fds(const struct recorder *recorder, size_t *ret_nr);
/* Reads what is there. 0, or -ENOSPC, -ENOMEM, -errno of read(2). */
int recorder_drain(struct recorder *recorder);

const struct record *recorder_record(const struct recorder *recorder);

#endif
