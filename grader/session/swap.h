/* SPDX-License-Identifier: MIT */
/* Two swap areas in the machine's own memory, compressed: zram. For labs whose lab.json says
 * "swap_mib". */
#ifndef PAGELAB_SWAP_H
#define PAGELAB_SWAP_H

#include "vm/host/vm.h"

/*
 * Loads zram and turns swapping to both areas on, of `mib` MiB each. The first has the higher
 * priority, as swapon(8) does it.
 * 0; -errno of vm.h, and `why` (VM_WHY bytes) holds a sentence; -ENOTSUP where a program of
 * the guest said no.
 */
int swap_prepare(struct vm *vm, int mib, char *why);

#endif
