/* SPDX-License-Identifier: MIT */
/*
 * ring: walks through pages of one CPU's ring buffer, as trace_pipe_raw gives them.
 *
 *	| time | commit | event | event | ... |
 *
 *	event: 5 bits type_len, 27 bits time since the event before, then data
 *	    type_len 1-28   data of 4 * type_len bytes
 *	    type_len 0      the first word says how many bytes, itself included
 *	    29              padding, of so many bytes as the first word says; without a time: the rest
 *	    30, 31          no event: more bits of the time since, or the time itself
 *
 * Source: events/header_event in tracefs, include/linux/ring_buffer.h, rb_event_data_length()
 * in kernel/trace/ring_buffer.c.
 */
#ifndef PAGELAB_RECORDER_RING_H
#define PAGELAB_RECORDER_RING_H

#include <stddef.h>
#include <stdint.h>

#include "layout.h"

struct ring_event {
	uint64_t time_ns;
	const void *data;
	size_t size_bytes;
};

/* Where a walk has come to. */
struct ring_walk {
	const struct layout *layout;
	const char *pages; /* whole pages, one after the other */
	size_t nr_bytes;
	size_t page_at; /* the page, and the next event in it */
	size_t event_at;
	uint64_t time_ns;
};

/* Begins at the first event of `nr_bytes` of pages. */
struct ring_walk ring_walk_begin(
	const struct layout *layout, const void *pages, size_t nr_bytes);

/*
 * The next event; valid as long as the pages are.
 * 0, or -ENODATA: there is none; -EBADMSG: no such page can be.
 */
int ring_walk_next(struct ring_walk *walk, struct ring_event *ret);

/* The size of a page of this ring, header and data. */
size_t ring_page_bytes(const struct layout *layout);
/* How many bytes of its data are events. 0, or -EBADMSG: more than there are. */
int ring_page_filled(const struct layout *layout, const void *page, size_t *ret);

#endif
