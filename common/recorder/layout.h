/* SPDX-License-Identifier: MIT */
/*
 * layout: where the fields of a recorded event lie, and how its ring buffer's pages are
 * built, as this kernel says it in the files `format` and `header_page` of tracefs.
 *
 *	name: task_newtask
 *	ID: 83
 *	format:
 *		field:int common_pid;	offset:4;	size:4;	signed:1;
 *
 *		field:pid_t pid;	offset:8;	size:4;	signed:1;
 *
 * Source: Documentation/trace/events.rst, rb_event in kernel/trace/ring_buffer.c.
 */
#ifndef PAGELAB_RECORDER_LAYOUT_H
#define PAGELAB_RECORDER_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define LAYOUT_MAX_FIELDS 8
#define LAYOUT_MAX_IDS 4096

/* The events that are understood. */
enum layout_event {
	LAYOUT_NONE,
	LAYOUT_ENTER,
	LAYOUT_EXIT,
	LAYOUT_NEW_TASK,
	LAYOUT_EXEC,
	LAYOUT_TASK_END,
	LAYOUT_RENAME,
	LAYOUT_FAULT,
	LAYOUT_FAULT_END,
	LAYOUT_OPEN,
	LAYOUT_ALLOC,
	LAYOUT_UNMAP_TO_MOVE,
	LAYOUT_MAP_MOVED,
	LAYOUT_MIGRATED,
	LAYOUT_MERGE,
	LAYOUT_PIN,
	LAYOUT_PIN_END,
	LAYOUT_ADVISE,
	LAYOUT_ADVISE_END,
	LAYOUT_RESIZE,
	LAYOUT_SET,
	LAYOUT_NR,
};

struct layout_field {
	uint16_t offset, size;
	bool is_signed, is_text;
	bool is_rest; /* as many 64-bit numbers as there are from there on */
};

/* Without a pointer: the agent keeps it in a file for all that come after. */
struct layout {
	/* A page of the ring: a time, how many bytes of data are valid, the data. */
	struct layout_field commit, data;
	uint32_t
		groups_on; /* enum record_group: whose events are recorded from the boot on */
	uint8_t event_of_id[LAYOUT_MAX_IDS]; /* an enum layout_event */
	uint8_t nr_fields[LAYOUT_NR];
	struct layout_field fields[LAYOUT_NR][LAYOUT_MAX_FIELDS];
};

/* One recorded event, taken apart: its numbers in the order of `kinds` in layout.c. */
struct layout_values {
	enum layout_event event;
	pid_t tid; /* in whose context it was recorded */
	uint64_t number[LAYOUT_MAX_FIELDS];
	const char
		*text; /* of its one field of text, NUL-terminated; "" if it has none */
};

/*
 * Reads header_page and then the formats of events, one after the other, from one file.
 * Events that are not known here are passed over.
 * 0, or -EBADMSG: a line that is none of theirs, a known event without one of its fields, or
 * an ID beyond LAYOUT_MAX_IDS; -ENODATA: no header_page; -errno of read(2).
 */
int layout_parse(FILE *file, struct layout *ret);

/*
 * Takes the `size` bytes of an event apart. LAYOUT_NONE is one that is not known.
 * 0, or -EBADMSG: it is shorter than its format; *ret is anything then.
 */
int layout_take(const struct layout *layout, const void *event, size_t size,
	struct layout_values *ret);

#endif
