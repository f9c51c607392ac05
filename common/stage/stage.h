/* SPDX-License-Identifier: MIT */
/*
 * The stage: runs an exercise from checkpoint to checkpoint, in the sandbox, and
 * holds it still while the checker looks.
 *
 *	struct stage *stage;
 *
 *	r = stage_start(config, args, &stage);
 *	if (r)
 *		return r;                       the harness failed, not the program
 *	if (stage_wait(stage, "filled") == 0) {
 *		... look at stage_pid(stage), at its regions ...
 *		stage_release(stage);
 *	}
 *	stage_finish(stage);
 *	... stage_output(), stage_end() ...
 *	stage_free(stage);
 *
 * Nothing that the program does makes a call fail with anything but -ENODATA, hang,
 * or use unbounded memory: every other error is the harness's own trouble. The
 * program runs only inside stage_wait() and stage_finish(); between them it goes on
 * until its next request, which waits for an answer.
 */
#ifndef PAGELAB_STAGE_H
#define PAGELAB_STAGE_H

#include "config.h"
#include "look.h"

#define STAGE_MAX_REGIONS 256

/*
 * Starts the program with `args` (NULL-terminated) after argv[0]; it stops at its
 * first request. -EINVAL: unknown or malformed grant, uid 0; -EPERM: not root;
 * -ENOENT: no exercise, or a controller is missing and not optional; -ENOEXEC: not a
 * program; others from the kernel.
 */
int stage_start(
	const struct stage_config *config, char *const args[], struct stage **ret);
/* Kills what is left, gives grants back and frees. NULL is allowed. */
void stage_free(struct stage *stage);

/*
 * Lets the program run until one of its processes reaches `checkpoint` (NULL: any),
 * then freezes all of it and returns 0. Checkpoints with other names pass through.
 * -ENODATA if the program ended or ran out of time first: see stage_end(). Releases
 * the checkpoint it is at, if any.
 */
int stage_wait(struct stage *stage, const char *checkpoint);
/* Answers the checkpoint and thaws. -EINVAL if it is not at one. */
int stage_release(struct stage *stage);
/*
 * Lets the program run to its end, kills what it left behind, gives grants back and
 * sends the reports about output, crash and end. Calling it again does nothing.
 */
int stage_finish(struct stage *stage);

void stage_on_sample(struct stage *stage, stage_sample_fn fn, void *arg);

typedef void (*stage_tick_fn)(void *arg);
/* Has fn(arg) called about so often while the program runs, and is not held still. */
void stage_on_tick(struct stage *stage, unsigned every_ms, stage_tick_fn fn, void *arg);

#endif
