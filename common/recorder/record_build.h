/* SPDX-License-Identifier: MIT */
/* How a record comes about, event by event; for the recorder alone. */
#ifndef PAGELAB_RECORDER_RECORD_BUILD_H
#define PAGELAB_RECORDER_RECORD_BUILD_H

#include "layout.h"
#include "record.h"

/* An empty one. 0 or -ENOMEM. */
int record_create(unsigned groups, struct record **ret);
/* NULL is allowed. */
void record_free(struct record *record);

/* The program's first process, which is not that program before its exec. 0 or -ENOMEM. */
int record_begin(struct record *record, pid_t main_pid);
/* The next event of the machine; those of others are passed over. 0 or -ENOMEM. */
int record_take(struct record *record, const struct layout_values *values,
	uint64_t time_ns, unsigned cpu);
/* What follows comes after that checkpoint. 0 or -ENOMEM. */
int record_moment(struct record *record, const char *checkpoint);

#endif
