/* SPDX-License-Identifier: MIT */
/*
 * turns: lets two processes take turns, so that what happens first is certain.
 *
 *	int ends[2];
 *
 *	turns_make(ends);
 *	if (fork() == 0) {
 *		turns_choose(ends, 1);
 *		turn_await(ends[1]);    the child waits
 *		...
 *	}
 *	turns_choose(ends, 0);
 *	turn_pass(ends[0]);             until the parent has passed the turn on
 *
 * Source: socketpair(2).
 */
#ifndef PAGELAB_TURNS_H
#define PAGELAB_TURNS_H

/* Makes two ends, one for each process. 0, or -errno of socketpair(2). */
int turns_make(int ret_ends[2]);

/* Keeps ends[mine] and closes the other, in both processes after fork(): only then does
 * one notice that the other is gone. */
void turns_choose(int ends[2], int mine);

/* Gives the other the turn; waits for ours. 0, or -EPIPE: the other is gone. */
int turn_pass(int end);
int turn_await(int end);

#endif
