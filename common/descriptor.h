/* SPDX-License-Identifier: MIT */
/* Descriptors that a program cannot take for its standard ones. */
#ifndef PAGELAB_DESCRIPTOR_H
#define PAGELAB_DESCRIPTOR_H

/*
 * Gives `fd`, which is closed on exec, a number above 2. A program may have closed its
 * standard output, and whoever got the number 1 would be sent what it prints. The new
 * number; or -errno, and `fd` is closed.
 */
int descriptor_move_up(int fd);

#endif
