/* SPDX-License-Identifier: MIT */
/* The module goes, and comes back, while programs use it; and what its kernel threads do then. */
#ifndef PIN_MODULE_CHECK_UNLOAD_H
#define PIN_MODULE_CHECK_UNLOAD_H

#include "check_acts.h"
#include "interleave.h"

/* Kernel threads that call the kernel for the module do this from now on. */
void set_linger(const struct evidence *e, enum interleave_linger how);
/* Unloads and loads it NR_CYCLES times, with a program that holds pins each time. */
void live_on(const struct evidence *e);

#define NR_CYCLES 10

#endif
