/* SPDX-License-Identifier: MIT */
/* Bounds on waiting: the clock that they are counted on, and what ends all waits at once. */
#ifndef PAGELAB_WAIT_H
#define PAGELAB_WAIT_H

#include <stdint.h>

/* CLOCK_MONOTONIC. */
int64_t wait_now_ms(void);
/* Set by vm_interrupt(): whoever waits returns -EINTR. */
extern volatile int wait_interrupted;

#endif
