/* SPDX-License-Identifier: MIT */
/* Files of this host that go into a machine's shell, and files that come out (--put, --get). */
#ifndef PAGELAB_RUN_FILES_H
#define PAGELAB_RUN_FILES_H

#include "options.h"
#include "vm/host/vm.h"

/* What can be known before there is a machine. 0, or -errno with `why` (VM_WHY bytes) in a
 * sentence: no such file, no file but a folder, two of one name. */
int files_check(const struct run_options *options, char *why);

/* Brings in what is to be put. 0, or -errno with `why`: also -ENOSPC, before the machine has no
 * memory left. */
int files_put(const struct run_options *options, struct vm *vm, char *why);

/*
 * Brings out what is to be got, each into the folder that this process is in. A file that is there
 * already is replaced once the new one is whole. What cannot be had is said on stderr; the number
 * of these.
 */
size_t files_get(const struct run_options *options, struct vm *vm);

#endif
