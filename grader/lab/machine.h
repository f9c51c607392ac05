/* SPDX-License-Identifier: MIT */
/* What lab.json says of the machine: profile, nodes, CPUs, modules. */
#ifndef PAGELAB_LAB_MACHINE_H
#define PAGELAB_LAB_MACHINE_H

#include "json_read.h"
#include "lab_json.h"

/* Sets the lab's fields. 0, -EBADMSG with a complaint, -ENOMEM. */
int lab_machine_parse(const struct json_reader *r, json_t *root, struct lab *lab);

#endif
