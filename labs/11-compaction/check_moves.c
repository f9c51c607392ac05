/* SPDX-License-Identifier: MIT */
/* Moves and their reasons in the record; see check_moves.h. */
#include "check_moves.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/syscall.h>

void expect_compaction(
	const struct performance *run, const char *after, const char *before)
{
	const struct record *record = expect_record(run, RECORD_MOVES);
	const struct record_query batches = {
		.kind = RECORD_MIGRATED, .after = after, .before = before};
	const char *other = NULL;
	uint64_t nr_compacted = 0, nr_other = 0;

	for (const struct record_event *e = NULL;
		(e = record_next(record, &batches, e));) {
		if (!e->pid)
			continue; /* the kernel for itself */
		if (e->migrated.reason == RECORD_FOR_COMPACTION) {
			nr_compacted += e->migrated.nr_succeeded;
		} else {
			nr_other += e->migrated.nr_succeeded;
			other = record_reason_word(e->migrated.reason);
		}
	}
	claim_where("from “%s” to “%s”", after, before);
	if (!nr_compacted && nr_other)
		claim_fail("pages that compaction moves", "%zu moved for %s",
			(size_t)nr_other, other);
	expect_at_least("pages that compaction moves", 1, nr_compacted);
}

void expect_compacted(const struct performance *run, const struct stage_region *region,
	const char *after, const uint64_t *was, const uint64_t *now)
{
	struct moved moved = {.record = expect_record(run, RECORD_MOVES),
		.region = region,
		.after = after,
		.pfns = now,
		.nr_pages = region->length_bytes / page_size_bytes()};

	moved_find(&moved);
	for (size_t i = 0; i < moved.nr_pages; i++) {
		if (!was[i] || !now[i] || was[i] == now[i])
			continue;
		claim_where("page %zu of %s, since “%s”", i, region->name, after);
		expect_moved(&moved, i, RECORD_FOR_COMPACTION, "a move by compaction",
			"the page was made anew");
	}
}

void expect_upwards(const struct performance *run, const struct stage_region *region,
	const char *after, const char *before)
{
	const struct record *record = expect_record(run, RECORD_MOVES);
	const struct record_query moves = {.kind = RECORD_MOVE,
		.from = region->address,
		.bytes = region->length_bytes,
		.after = after,
		.before = before};

	for (const struct record_event *e = NULL; (e = record_next(record, &moves, e));) {
		if (!e->pid)
			continue; /* the kernel for itself */
		claim_where("page %zu of %s, from “%s” to “%s”",
			(size_t)(e->move.address - region->address) / page_size_bytes(),
			region->name, after, before);
		expect_true(e->move.to_pfn > e->move.from_pfn, "a move to a higher frame",
			"0x%" PRIx64 ", then 0x%" PRIx64, e->move.from_pfn,
			e->move.to_pfn);
	}
}

/* A pin of this page that the kernel granted; NULL: none. */
static const struct record_event *find_pin(const struct performance *run,
	const struct stage_region *region, size_t page, const char *before)
{
	const struct record_query pins = {.kind = RECORD_PIN,
		.pid = region->pid,
		.from = region->address + page * page_size_bytes(),
		.bytes = page_size_bytes(),
		.before = before};
	const struct record *record = expect_record(run, RECORD_PINS);
	const struct record_event *pin = NULL;

	do
		pin = record_next(record, &pins, pin);
	while (pin && pin->pin.result <= 0);
	return pin;
}

void expect_pin(const struct performance *run, const struct stage_region *region,
	size_t page, const char *before)
{
	claim_where("page %zu of %s, one of those to be pinned", page, region->name);
	expect_true(find_pin(run, region, page, before), "a pin of this page", "none");
}

void expect_no_pin(const struct performance *run, const struct stage_region *region,
	size_t page, const char *before)
{
	claim_where("page %zu of %s, one of those to be locked", page, region->name);
	expect_true(!find_pin(run, region, page, before), "no pin of it", "one");
}

static const struct record_event *find_unlock(const struct performance *run, long nr,
	const struct stage_region *region, uint64_t from, uint64_t bytes,
	const char *after, const char *before)
{
	const struct record_query query = {.kind = RECORD_CALL,
		.nr = nr,
		.memory_pid = region->pid,
		.from = from,
		.bytes = bytes,
		.succeeded = true,
		.after = after,
		.before = before};

	return record_next(expect_record(run, RECORD_LOCKS), &query, NULL);
}

void expect_no_unlock(const struct performance *run, const struct stage_region *region,
	size_t page, const char *after, const char *before)
{
	size_t page_bytes = page_size_bytes();

	claim_where(
		"page %zu of %s, from “%s” to “%s”", page, region->name, after, before);
	expect_true(
		!find_unlock(run, SYS_munlock, region,
			region->address + page * page_bytes, page_bytes, after, before),
		"no call that unlocks it", "munlock()");
	expect_true(!find_unlock(run, SYS_munlockall, region, 0, 0, after, before),
		"no call that unlocks it", "munlockall()");
}
