/* SPDX-License-Identifier: MIT */
/* A buffer's moves in the record; see check_moves.h. */
#include "check_moves.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct record_query events_of(const struct act *act, const struct side *side,
	enum record_kind kind, enum moment after, enum moment before)
{
	return (struct record_query){.kind = kind,
		.from = side->region.address,
		.bytes = side->region.length_bytes,
		.after = act->run.moments[after],
		.before = act->run.moments[before]};
}

static size_t page_of(const struct side *side, uint64_t address)
{
	return (address - side->region.address) / page_size_bytes();
}

static unsigned node_of(const struct evidence *e, uint64_t pfn)
{
	unsigned node = HOME;

	if (pfn)
		placement_node(&e->zones, pfn, &node);
	return node;
}

/* The next move of one of the buffer's pages that is not the checker's own. */
static const struct record_event *next_move(const struct record *record,
	const struct record_query *moves, const struct record_event *event)
{
	pid_t self = gettid();

	do
		event = record_next(record, moves, event);
	while (event && event->tid == self);
	return event;
}

void expect_balanced(const struct act *act, const struct side *was, const struct side *is,
	enum moment after, enum moment before)
{
	struct moved moved = {
		.record = expect_record(&act->run, RECORD_MOVES | RECORD_FAULTS),
		.region = &was->region,
		.after = act->run.moments[after],
		.before = act->run.moments[before],
		.pfns = is->pfns,
		.nr_pages = act->nr_pages};

	moved_find(&moved);
	for (size_t i = 0; i < act->nr_pages; i++) {
		if (was->set_out[i] == is->pfns[i])
			continue;
		claim_where("page %zu of %s, from “%s” to “%s”", i, was->region.name,
			moved.after, moved.before);
		expect_moved(&moved, i, RECORD_FOR_BALANCING, "a move by NUMA balancing",
			"the page was written anew");
	}
}

void expect_used_from_away(const struct evidence *e, const struct act *act,
	const struct side *side, enum moment after, enum moment before)
{
	const struct record *record = expect_record(&act->run, RECORD_FAULTS);
	struct record_query faults = events_of(act, side, RECORD_FAULT, after, before);
	bool *used = evidence_keep(calloc(act->nr_pages, sizeof(*used)));
	size_t nr = 0;

	if (!used)
		claim_broken(-ENOMEM, "the pages that were used");
	faults.pid = side->region.pid;
	faults.access = true;
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &faults, ev));)
		if (CPU_ISSET(ev->cpu, &e->away_cpus))
			used[page_of(side, ev->fault.address)] = true;
	for (size_t i = 0; i < act->nr_pages; i++)
		nr += used[i];
	claim_where("%s, from “%s” to “%s”", side->region.name, act->run.moments[after],
		act->run.moments[before]);
	expect_between("pages that a thread on node 1 used", (act->nr_pages * 9 + 9) / 10,
		act->nr_pages, nr);
}

/* The program stands still at a moment: what it did before is before it, and what it does
 * afterwards behind it. */
static void find_times(
	const struct act *act, enum moment after, enum moment before, struct path *ret)
{
	const struct record_query until = {.before = act->run.moments[after]},
				  since = {.after = act->run.moments[before]};
	const struct record_event *e = NULL;

	ret->from_ns = 0;
	ret->to_ns = UINT64_MAX;
	while ((e = record_next(act->run.record, &until, e)))
		if (e->pid)
			ret->from_ns = e->time_ns;
	while ((e = record_next(act->run.record, &since, e)))
		if (e->pid) {
			ret->to_ns = e->time_ns;
			return;
		}
}

void find_path(const struct evidence *e, const struct act *act, const struct side *was,
	const struct side *is, enum moment after, enum moment before, struct path *ret)
{
	const struct record *record =
		expect_record(&act->run, RECORD_MOVES | RECORD_CALLS);
	const struct record_query moves = events_of(act, was, RECORD_MOVE, after, before);
	size_t nr_room = record_count(record, &moves) + 1;
	unsigned *nodes = evidence_keep(calloc(act->nr_pages, sizeof(*nodes)));
	struct path path = {.steps = evidence_keep(calloc(nr_room, sizeof(*path.steps)))};
	struct step now = {0, 0};

	if (!nodes || !path.steps)
		claim_broken(-ENOMEM, "the path of the pages");
	for (size_t i = 0; i < act->nr_pages; i++) {
		nodes[i] = node_of(e, was->set_out[i]);
		now.nr_away += nodes[i] == AWAY;
	}
	path.steps[path.nr_steps++] = now;
	for (const struct record_event *ev = NULL;
		(ev = next_move(record, &moves, ev));) {
		unsigned *node = &nodes[page_of(was, ev->move.address)];
		unsigned to = node_of(e, ev->move.to_pfn);

		now.time_ns = ev->time_ns;
		now.nr_away += (to == AWAY) - (*node == AWAY);
		*node = to;
		path.steps[path.nr_steps++] = now;
	}
	for (size_t i = 0; i < act->nr_pages; i++)
		path.nr_made += !was->set_out[i] || node_of(e, is->pfns[i]) != nodes[i];
	find_times(act, after, before, &path);
	*ret = path;
}

void path_between(const struct path *path, uint64_t from_ns, uint64_t to_ns,
	size_t *ret_least, size_t *ret_most)
{
	size_t least = path->steps[0].nr_away, most = least;

	for (size_t i = 1; i < path->nr_steps && path->steps[i].time_ns <= to_ns; i++) {
		size_t nr = path->steps[i].nr_away;

		if (path->steps[i].time_ns <= from_ns)
			least = most = nr;
		least = nr < least ? nr : least;
		most = nr > most ? nr : most;
	}
	*ret_least = least;
	*ret_most = most;
}
