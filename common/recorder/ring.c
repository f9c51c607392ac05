/* SPDX-License-Identifier: MIT */
/* A CPU's ring buffer, page by page; see ring.h. */
#include "ring.h"

#include <errno.h>
#include <string.h>

#define TYPE_BITS 5
#define MAX_DATA_TYPE 28
#define PADDING 29
#define TIME_EXTEND 30
#define TIME_STAMP 31
#define DELTA_BITS 27
/* The upper bits of the commit are flags: of lost events, in rings that overwrite. */
#define COMMIT_MASK 0xfffffff
/* A time of its own has 59 bits; the rest is that of the page. */
#define STAMP_BITS 59

size_t ring_page_bytes(const struct layout *layout)
{
	return (size_t)layout->data.offset + layout->data.size;
}

struct ring_walk ring_walk_begin(
	const struct layout *layout, const void *pages, size_t nr_bytes)
{
	return (struct ring_walk){
		.layout = layout, .pages = pages, .nr_bytes = nr_bytes, .event_at = 0};
}

static uint32_t word_at(const char *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

int ring_page_filled(const struct layout *layout, const void *page, size_t *ret)
{
	uint64_t bytes = 0;

	memcpy(&bytes, (const char *)page + layout->commit.offset, layout->commit.size);
	bytes &= COMMIT_MASK;
	if (bytes > layout->data.size)
		return -EBADMSG;
	*ret = (size_t)bytes;
	return 0;
}

/* One entry of the page, event or not; *ret_used is how many bytes it takes. */
static int take_entry(struct ring_walk *walk, const char *p, size_t left,
	struct ring_event *ret, size_t *ret_used)
{
	uint32_t head, type, delta;
	size_t used = sizeof(head);
	const char *data = p + sizeof(head);
	size_t size = 0;

	if (left < 2 * sizeof(head))
		return -EBADMSG;
	head = word_at(p);
	type = head & ((1 << TYPE_BITS) - 1);
	delta = head >> TYPE_BITS;
	switch (type) {
	case PADDING:
		used = delta ? used + word_at(data) : left;
		break;
	case TIME_EXTEND:
		walk->time_ns += ((uint64_t)word_at(data) << DELTA_BITS) + delta;
		used += sizeof(uint32_t);
		break;
	case TIME_STAMP:
		walk->time_ns = (walk->time_ns >> STAMP_BITS << STAMP_BITS) |
				(((uint64_t)word_at(data) << DELTA_BITS) + delta);
		used += sizeof(uint32_t);
		break;
	case 0:
		size = word_at(data) - sizeof(uint32_t);
		data += sizeof(uint32_t);
		used += word_at(p + sizeof(head));
		break;
	default:
		size = type * 4;
		used += size;
	}
	if (type <= MAX_DATA_TYPE || (type == PADDING && delta))
		walk->time_ns += delta;
	/* All is in steps of four bytes. */
	used = (used + 3) & ~(size_t)3;
	if (used > left || size > left)
		return -EBADMSG;
	*ret = (struct ring_event){walk->time_ns, size ? data : NULL, size};
	*ret_used = used;
	return 0;
}

int ring_walk_next(struct ring_walk *walk, struct ring_event *ret)
{
	size_t page_bytes = ring_page_bytes(walk->layout), nr_filled, used;

	while (walk->page_at + page_bytes <= walk->nr_bytes) {
		const char *page = walk->pages + walk->page_at;
		const char *data = page + walk->layout->data.offset;
		struct ring_event event;
		int err = ring_page_filled(walk->layout, page, &nr_filled);

		if (err)
			return err;
		if (!walk->event_at)
			memcpy(&walk->time_ns, page, sizeof(walk->time_ns));
		if (walk->event_at >= nr_filled) {
			walk->page_at += page_bytes;
			walk->event_at = 0;
			continue;
		}
		err = take_entry(walk, data + walk->event_at, nr_filled - walk->event_at,
			&event, &used);
		if (err)
			return err;
		walk->event_at += used;
		if (event.data) {
			*ret = event;
			return 0;
		}
	}
	return -ENODATA;
}
