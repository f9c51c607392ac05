/* SPDX-License-Identifier: MIT */
/* Events in few lines; see events.h. */
#include "events.h"

#include <stdlib.h>

#include "common/kernel/page.h"
#include "common/recorder/words.h"

/* A thread's fault may stand between two moves by another: so far back a line still grows. */
#define LOOK_BACK 4

struct line {
	const struct record_event *event;  /* the first */
	const struct stage_region *region; /* that it is about; NULL: none */
	uint64_t address;
	uint64_t nr_pages;
	uint64_t nr;   /* events */
	size_t before; /* moments */
};

struct lines {
	const struct stage_region *regions;
	size_t nr_regions;
	struct line *line;
	size_t nr, first; /* of them, and the first of this moment */
	size_t moment;
	size_t nr_near, nr_far;
	uint64_t left_out;
};

static const char *const kinds[] = {[RECORD_ANY] = "any",
	[RECORD_CALL] = "call",
	[RECORD_FAULT] = "fault",
	[RECORD_TASK] = "task",
	[RECORD_EXEC] = "exec",
	[RECORD_END] = "end",
	[RECORD_MOVE] = "move",
	[RECORD_MIGRATED] = "migrated",
	[RECORD_MERGE] = "merge",
	[RECORD_PIN] = "pin"};

/* Whose memory the event is about; 0: not known. */
static pid_t memory_of(const struct record_event *event)
{
	switch (event->kind) {
	case RECORD_FAULT:
		return event->fault.memory_pid;
	case RECORD_MERGE:
		return event->merge.memory_pid;
	case RECORD_MOVE:
		return 0;
	default:
		return event->pid;
	}
}

static const struct stage_region *region_of(
	const struct lines *lines, const struct record_event *event)
{
	pid_t pid = memory_of(event);

	for (size_t i = 0; i < lines->nr_regions; i++) {
		const struct stage_region *region = &lines->regions[i];

		if ((!pid || pid == region->pid) &&
			record_touches(event, region->address, region->length_bytes))
			return region;
	}
	return NULL;
}

/* The pages of an event that has them; those of a call are in its words. */
static void place(struct line *line)
{
	const struct record_event *event = line->event;
	uint64_t page_bytes = page_size_bytes();

	line->nr_pages = 1;
	switch (event->kind) {
	case RECORD_FAULT:
		line->address = event->fault.address & ~(page_bytes - 1);
		return;
	case RECORD_MOVE:
		line->address = event->move.address;
		line->nr_pages = UINT64_C(1) << (event->move.order & 31);
		return;
	case RECORD_MERGE:
		line->address = event->merge.address;
		return;
	case RECORD_PIN:
		line->address = event->pin.address;
		line->nr_pages = event->pin.nr_pages;
		return;
	default:
		line->nr_pages = 0;
	}
}

static bool is_alike(const struct record_event *a, const struct record_event *b)
{
	if (a->kind != b->kind || a->tid != b->tid)
		return false;
	switch (a->kind) {
	case RECORD_FAULT:
		return a->fault.flags == b->fault.flags && a->fault.by == b->fault.by &&
		       a->fault.gave == b->fault.gave &&
		       a->fault.result == b->fault.result &&
		       a->fault.memory_pid == b->fault.memory_pid;
	case RECORD_MERGE:
		return a->merge.memory_pid == b->merge.memory_pid;
	case RECORD_MOVE:
		return true;
	case RECORD_MIGRATED:
		return a->migrated.reason == b->migrated.reason &&
		       !a->migrated.nr_failed == !b->migrated.nr_failed;
	case RECORD_CALL:
		return a->call.nr == b->call.nr && a->call.returned && b->call.returned &&
		       (a->call.result < 0) == (b->call.result < 0);
	default:
		return false;
	}
}

/* Compaction takes frames from below, and the pages in them often lie the other way round. */
static bool lies_before(const struct line *line, const struct line *more)
{
	return more->event->kind == RECORD_MOVE &&
	       more->address + more->nr_pages * page_size_bytes() == line->address;
}

static bool grows(struct line *line, const struct line *more)
{
	if (line->region != more->region || !is_alike(line->event, more->event))
		return false;
	/* Calls about a region have a length each. */
	if (!more->nr_pages && more->region)
		return false;
	if (lies_before(line, more))
		line->address = more->address;
	else if (more->nr_pages &&
		 more->address != line->address + line->nr_pages * page_size_bytes())
		return false;
	line->nr_pages += more->nr_pages;
	line->nr++;
	return true;
}

static void take(struct lines *lines, const struct record_event *event)
{
	struct line line = {.event = event,
		.nr = 1,
		.before = lines->moment,
		.region = region_of(lines, event)};
	size_t *nr = line.region ? &lines->nr_near : &lines->nr_far;
	size_t most = line.region || !lines->nr_regions ? EVENTS_NEAR : EVENTS_FAR;

	place(&line);
	for (size_t i = lines->nr; i > lines->first && i + LOOK_BACK > lines->nr; i--)
		if (grows(&lines->line[i - 1], &line))
			return;
	if (lines->nr == EVENTS_MAX || *nr == most) {
		lines->left_out++;
		return;
	}
	(*nr)++;
	lines->line[lines->nr++] = line;
}

static void write_line(const struct line *line, uint64_t begun_ns, struct jot *ret)
{
	const struct record_event *event = line->event;
	char words[RECORD_WORDS_BYTES];

	record_words(event, words, sizeof(words));
	jot_put(ret, "{\"before\":");
	jot_number(ret, line->before);
	jot_put(ret, ",\"us\":");
	jot_number(
		ret, event->time_ns > begun_ns ? (event->time_ns - begun_ns) / 1000 : 0);
	jot_put(ret, ",\"cpu\":");
	jot_number(ret, event->cpu);
	jot_put(ret, ",\"pid\":");
	jot_signed(ret, event->pid);
	jot_put(ret, ",\"tid\":");
	jot_signed(ret, event->tid);
	jot_put(ret, ",\"thread\":");
	jot_string(ret, event->comm ? event->comm : "");
	jot_put(ret, ",\"kind\":");
	jot_string(ret, kinds[event->kind]);
	jot_put(ret, ",\"nr\":");
	jot_number(ret, line->nr);
	if (line->region) {
		jot_put(ret, ",\"region\":");
		jot_string(ret, line->region->name);
		jot_put(ret, ",\"of\":");
		jot_signed(ret, line->region->pid);
	}
	if (line->nr_pages) {
		jot_put(ret, ",\"address\":");
		jot_number(ret, line->address);
		jot_put(ret, ",\"pages\":");
		jot_number(ret, line->nr_pages);
	}
	jot_put(ret, ",\"words\":");
	jot_string(ret, words);
	jot_put(ret, "}");
}

void events_write(const struct record *record, const struct stage_region *regions,
	size_t nr_regions, const uint64_t *times_ns, size_t nr_moments, uint64_t begun_ns,
	struct jot *ret)
{
	const struct record_query all = {.kind = RECORD_ANY};
	struct lines lines = {.regions = regions, .nr_regions = nr_regions};
	const struct record_event *event =
		record ? record_next(record, &all, NULL) : NULL;
	struct jot left_out = {0};

	lines.line = calloc(EVENTS_MAX, sizeof(*lines.line));
	ret->failed |= !lines.line;
	/* What comes after the last moment counts, too. */
	for (size_t moment = 0; lines.line && moment <= nr_moments; moment++) {
		lines.moment = moment;
		lines.first = lines.nr;
		lines.nr_near = lines.nr_far = lines.left_out = 0;
		for (; event &&
			(moment == nr_moments || event->time_ns <= times_ns[moment]);
			event = record_next(record, &all, event))
			take(&lines, event);
		jot_put(&left_out, moment ? "," : "");
		jot_number(&left_out, lines.left_out);
	}
	jot_put(ret, "\"events\":[");
	for (size_t i = 0; i < lines.nr; i++) {
		jot_put(ret, i ? ",\n" : "\n");
		write_line(&lines.line[i], begun_ns, ret);
	}
	jot_put(ret, "],\"events_left_out\":[");
	jot_append(ret, &left_out);
	jot_put(ret, "]");
	jot_free(&left_out);
	free(lines.line);
}
