/* SPDX-License-Identifier: MIT */
/*
 * pool: how many huge pages take a node's free memory away but for a rest. What a node has
 * free differs by some ten MiB from snapshot to snapshot; labs that need a full node say what
 * is to be left, in place of a number:
 *
 *	"/sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages": "leave 77 MiB"
 */
#ifndef PAGELAB_POOL_H
#define PAGELAB_POOL_H

#include <stdbool.h>

#include "grader/lab/knobs.h"
#include "vm/host/vm.h"

#define POOL_NUMBER 24

/* Is the value of this form? */
bool pool_is_relative(const struct lab_knob *knob);

/*
 * The number to be written, given the node's meminfo.
 * 0, or -EINVAL: the path is no pool's, or the value is malformed; -EBADMSG: meminfo does not
 * say what is free.
 */
int pool_parse(const struct lab_knob *knob, const char *meminfo, char ret[POOL_NUMBER]);
/* The same, asking the machine. Also -errno of vm_get(). */
int pool_read(struct vm *vm, const struct lab_knob *knob, char ret[POOL_NUMBER]);

#endif
