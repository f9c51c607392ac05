/* SPDX-License-Identifier: MIT */
/* traffic: the memory accesses that were counted (vm/traffic.h), in a record and as a table. */
#ifndef PAGELAB_VIEW_TRAFFIC_H
#define PAGELAB_VIEW_TRAFFIC_H

#include <jansson.h>
#include <stdio.h>

#include "vm/traffic.h"

/* Gives each run of a picture, an element of `runs`, its "traffic": see docs/record.adoc. */
void traffic_add(const struct traffic *counted, json_t *runs);

/* A table of what is in a record: local and remote accesses by time and CPU, all of them, and what a
 * model says that they cost. Nothing for a run of which nothing was counted. */
void traffic_print(const json_t *record, FILE *out);

#endif
