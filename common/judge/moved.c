/* SPDX-License-Identifier: MIT */
/* Moves of a region's pages in the record; see moved.h. */
#include "moved.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "claim.h"
#include "common/kernel/page.h"
#include "common/recorder/words.h"
#include "evidence.h"
#include "expect.h"

void moved_find(struct moved *moved)
{
	const struct record_query moves = {.kind = RECORD_MOVE,
		.from = moved->region->address,
		.bytes = moved->region->length_bytes,
		.after = moved->after,
		.before = moved->before};
	pid_t self = gettid();

	moved->reasons = evidence_keep(calloc(moved->nr_pages, sizeof(*moved->reasons)));
	if (!moved->reasons)
		claim_broken(-ENOMEM, "the pages that moved");
	for (size_t i = 0; i < moved->nr_pages; i++)
		moved->reasons[i] = MOVED_NOT;
	for (const struct record_event *ev = NULL;
		(ev = record_next(moved->record, &moves, ev));) {
		size_t page = (ev->move.address - moves.from) / page_size_bytes();

		if (ev->tid != self && page < moved->nr_pages &&
			ev->move.to_pfn == moved->pfns[page])
			moved->reasons[page] = record_reason_of(moved->record, ev);
	}
}

void expect_moved(const struct moved *moved, size_t page, enum record_reason reason,
	const char *wanted, const char *otherwise)
{
	expect_true(moved->reasons[page] != MOVED_NOT, wanted,
		"a new frame, and no move: %s", otherwise);
	expect_true(moved->reasons[page] == reason, wanted, "a move for %s",
		record_reason_word(moved->reasons[page]));
}
