/* SPDX-License-Identifier: MIT */
/* What lab.json says of the machine: profile, nodes, CPUs, modules. */
#ifndef PAGELAB_LAB_MACHINE_H
#define PAGELAB_LAB_MACHINE_H

#include "json_read.h"
#include "lab_json.h"

/* Sets the lab's fields. 0, -EBADMSG with a complaint, -ENOMEM. */
int lab_machine_parse(const struct json_reader *r, json_t *root, struct lab *lab);

/* Whether a machine of that size cannot show the lab: `reason` (LAB_WHY bytes) says why then. */
bool lab_machine_lacks(const struct lab *lab, unsigned nr_nodes, unsigned nr_cpus,
	unsigned node_mib, char *reason);

#endif
