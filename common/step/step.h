/* SPDX-License-Identifier: MIT */
/*
 * step: what a person sees of a program that stands still at a checkpoint, and may ask. For
 * ./run --step; nothing here judges.
 *
 *	step_create(live, nr_live, can_shell, &step);
 *	while (!stage_wait(stage, NULL)) {
 *		if (step_stop(step, stage) == STEP_QUIT)
 *			break;
 *		stage_release(stage);
 *	}
 *	step_free(step);
 *
 * It writes to standard error, and reads lines from standard input.
 */
#ifndef PAGELAB_STEP_STEP_H
#define PAGELAB_STEP_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/stage/look.h"

struct step;

/* Before the program begins: counters are counted from here. `live` are files of numbers that are
 * worth seeing; can_shell: whoever gets the report CHANNEL_SHELL opens one (vm/channel.h).
 * 0, -ENOMEM, or -errno of placement_read_zones() or frames_open(). */
int step_create(
	const char *const live[], size_t nr_live, bool can_shell, struct step **ret);
void step_free(struct step *step);

enum step_wish { STEP_GO_ON, STEP_QUIT };

/* Shows where the program's pages are, what has changed since the last stop, and what it has called;
 * then answers questions until one says how to go on. At the end of the input it goes on. */
enum step_wish step_stop(struct step *step, const struct stage *stage);

#endif
