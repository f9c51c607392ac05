/* SPDX-License-Identifier: MIT */
/*
 * events: what was recorded of a program (common/recorder/record.h), in as many lines as a person
 * reads. Faults, moves and merges of neighbouring pages that are alike are one line. Of what
 * happened before each moment so many lines stay, those about the program's regions apart from
 * the others; the rest is counted.
 */
#ifndef PAGELAB_PICTURE_EVENTS_H
#define PAGELAB_PICTURE_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "common/recorder/record.h"
#include "common/stage/look.h"
#include "jot.h"

#define EVENTS_NEAR 96	/* lines about regions before each moment */
#define EVENTS_FAR 32	/* and others */
#define EVENTS_MAX 1024 /* in all */

/*
 * Writes "events":[…],"events_left_out":[…], the numbers of events that are in no line, by the
 * moment that they come before. The moments were at times_ns, in their order; times that are written
 * are microseconds since begun_ns.
 */
void events_write(const struct record *record, const struct stage_region *regions,
	size_t nr_regions, const uint64_t *times_ns, size_t nr_moments, uint64_t begun_ns,
	struct jot *ret);

#endif
