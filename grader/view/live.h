/* SPDX-License-Identifier: MIT */
/*
 * live: a program's memory while it runs, for ./run --live: on a terminal as a picture that is drawn
 * again and again, else as lines.
 *
 *	live_begin("lab06", plain, &live);
 *	live_moment(live, &moment);		each time the machine says what there is
 *	live_output(live, is_stderr, data, size);	what the program prints
 *	live_end(live);				the terminal is as it was
 */
#ifndef PAGELAB_VIEW_LIVE_H
#define PAGELAB_VIEW_LIVE_H

#include "moment.h"

#include <stdbool.h>

struct live;

/* `plain`: lines, on a terminal too; so it is where stdout is none, or a dumb one. 0 or -ENOMEM. */
int live_begin(const char *title, bool plain, struct live **ret);
void live_moment(struct live *live, const struct moment *moment);
/* A picture has its last lines; all of it comes when the picture goes. */
void live_output(struct live *live, bool is_stderr, const char *data, size_t size);
/* Takes the picture away, and leaves the last one and the program's output. NULL is allowed. */
void live_end(struct live *live);

#endif
