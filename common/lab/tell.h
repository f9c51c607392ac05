/* SPDX-License-Identifier: MIT */
/* tell: what a function returned, in words. For the parts of a program that the learner writes. */
#ifndef PAGELAB_TELL_H
#define PAGELAB_TELL_H

/* "pin: Invalid argument" on standard error for -EINVAL; nothing for 0. */
void lab_tell(const char *function, int error);

#endif
