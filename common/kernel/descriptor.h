/* SPDX-License-Identifier: MIT */
/* Descriptors that are out of a program's way. */
#ifndef PAGELAB_DESCRIPTOR_H
#define PAGELAB_DESCRIPTOR_H

/*
 * Gives `fd`, which is closed on exec, a number that is not below `lowest`. A program may
 * have closed its standard output, and whoever got the number 1 would be sent what it
 * prints. The new number; `fd` itself where no other is to be had.
 */
int descriptor_move_up(int fd, int lowest);

#endif
