/* SPDX-License-Identifier: MIT */
/* What a program in the machine prints and how it ends, as that of this program. */
#ifndef PAGELAB_RUN_FOLLOW_H
#define PAGELAB_RUN_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/host/vm.h"

/* A line on stderr; returns `status`. */
int complain(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* For vm_run.on_output: to stdout and stderr. */
void follow_output(void *arg, bool is_stderr, const char *data, size_t size);

/* vm_run() to an exit status, with a complaint where the machine has failed. */
int follow(struct vm *vm, const struct vm_run *run);

#endif
