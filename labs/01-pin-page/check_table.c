/* SPDX-License-Identifier: MIT */
/*
 * The rows of a table against the moves that were recorded. When the program looked is not known,
 * but its rows tell how long it had slept by then:
 *
 *	the checkpoint before            the checkpoint behind
 *	|<-- 150 ms at least -->|<- 50 ms at least, for a row more ->|
 *	|                     row “150 ms”                           |
 *
 * How many pages were on node 1 at some time in between is a number of that row's. A program that
 * handles signals may have slept for less; then it is any time between the checkpoints.
 */
#include "check_table.h"

#include <inttypes.h>

#include "check_moves.h"

#define NS_PER_MS UINT64_C(1000000)
/* Pages that are on their way while the program counts are on no node. */
#define MAX_MOVING 16

struct table {
	const char *when;		    /* hole: milliseconds */
	const char *pinned[2], *control[2]; /* holes: pages on node 0, on node 1 */
	enum moment after, before;
};

static const struct table tables[] = {
	{"ms1", {"p0", "p1"}, {"c0", "c1"}, BOTH_PINNED, MOVED},
	{"ms2", {"q0", "q1"}, {"d0", "d1"}, MOVED, FOLLOWED},
};

static uint64_t cell(const struct act *act, const char *hole, size_t row)
{
	uint64_t value = UINT64_MAX;

	transcript_row_u64(act->run.report, hole, row, &value);
	return value;
}

static uint64_t less(uint64_t nr, uint64_t by)
{
	return nr > by ? nr - by : 0;
}

static void expect_row(const struct act *act, const struct table *table,
	const struct path paths[2], size_t row, uint64_t last_ms)
{
	const char *const *const holes[] = {table->pinned, table->control};
	const char *const names[] = {"pinned", "control"};
	bool is_timed = !act->at[table->before].is_interrupted;
	uint64_t ms = cell(act, table->when, row);
	uint64_t slept_ms = is_timed ? ms : 0;
	uint64_t rest_ms = is_timed && last_ms > ms ? last_ms - ms : 0;
	uint64_t from_ns = paths[0].from_ns + slept_ms * NS_PER_MS;
	uint64_t to_ns = paths[0].to_ns - rest_ms * NS_PER_MS;

	claim_where("the row “%" PRIu64 " ms” before “%s”", ms,
		act->run.moments[table->before]);
	expect_true(ms < UINT64_MAX / NS_PER_MS / 2 && from_ns <= to_ns,
		"a time while the program watched", "a later one");
	for (int i = 0; i < 2; i++) {
		uint64_t home = cell(act, holes[i][HOME], row),
			 away = cell(act, holes[i][AWAY], row);
		size_t least, most;

		path_between(&paths[i], from_ns, to_ns, &least, &most);
		claim_where("the row “%" PRIu64 " ms” before “%s”: %s", ms,
			act->run.moments[table->before], names[i]);
		expect_between("pages on node 1", less(least, paths[i].nr_made),
			most + paths[i].nr_made, away);
		expect_between("pages on both nodes",
			less(act->nr_pages, MAX_MOVING + paths[i].nr_made), act->nr_pages,
			home + away);
	}
}

static void expect_table(
	const struct evidence *e, const struct act *act, const struct table *table)
{
	const struct look *set_out = &act->at[table->after];
	const struct look *came_to = &act->at[table->before];
	size_t nr_rows = 0;
	struct path paths[2];

	find_path(e, act, &set_out->pinned, &came_to->pinned, table->after, table->before,
		&paths[0]);
	find_path(e, act, &set_out->control, &came_to->control, table->after,
		table->before, &paths[1]);
	transcript_rows(act->run.report, table->when, &nr_rows);
	for (size_t row = 0; row < nr_rows; row++)
		expect_row(act, table, paths, row, cell(act, table->when, nr_rows - 1));
}

void expect_tables(const struct evidence *e, const struct act *act)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		expect_table(e, act, &tables[i]);
}
