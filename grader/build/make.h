/* SPDX-License-Identifier: MIT */
/* Make, run under our control. */
#ifndef PAGELAB_BUILD_MAKE_H
#define PAGELAB_BUILD_MAKE_H

#include <stdbool.h>

/*
 * Runs make to its end: 0 with what it wrote to stderr, to be freed, and its wait
 * status, or -errno. -EINTR if interrupted() says so meanwhile; then, or if this process
 * is killed, make and all that it started end too.
 */
int make_run(
	char *const *args, bool (*interrupted)(void), char **ret_words, int *ret_status);

#endif
