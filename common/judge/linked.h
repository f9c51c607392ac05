/* SPDX-License-Identifier: MIT */
/*
 * linked: which functions of the library are in an exercise. What a lab has its learner write is
 * there too, for the checkers and for other labs.
 *
 * Source: elf(5).
 */
#ifndef PAGELAB_LINKED_H
#define PAGELAB_LINKED_H

#include <stdbool.h>

/*
 * Whether the program has a function of that name that other files may call: a static one of the
 * same name is none. False also for a program without a table of symbols.
 * 0, or -EBADMSG: no ELF file of 64 bits; -errno of open(2), fstat(2), mmap(2).
 */
int linked_has(const char *program, const char *function, bool *ret);

#endif
