/* SPDX-License-Identifier: MIT */
/* watch: see watch.h. */
#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "evidence.h"
#include "expect.h"
#include "common/lab/patience.h"
#include "transcript.h"
#include "view.h"

static void end(void *arg)
{
	struct watch *watch = arg;

	placement_series_free(&watch->before);
	placement_series_free(&watch->after);
}

static int look(struct watch *watch, const struct stage_region *region,
	struct placement_series *series)
{
	struct placement placement;
	uint64_t *pfns;
	int err = view_pfns(region, watch->nr_pages, &pfns);

	if (err)
		return err;
	err = placement_count(&watch->zones, pfns, watch->nr_pages, &placement);
	free(pfns);
	if (!watch->begun) {
		watch->begun = patience_now();
		evidence_at_end(end, watch);
	}
	return err ? err
		   : placement_series_add(
			     series, patience_now() - watch->begun, &placement);
}

void watch_sample(struct watch *watch, struct stage *stage, pid_t pid, const char *name)
{
	bool begins = !strcmp(name, "look begins");
	struct stage_region region;
	int err;

	if ((!begins && strcmp(name, "look ends")) ||
		stage_region(stage, pid, watch->region, &region))
		return;
	err = look(watch, &region, begins ? &watch->before : &watch->after);
	if (err && err != -ENODATA)
		watch->error = err;
}

static void expect_row(const struct watch *watch, const struct transcript *report,
	const char *hole, unsigned node, size_t row)
{
	uint64_t before = watch->before.rows[row].placement.nr_on_node[node];
	uint64_t after = watch->after.rows[row].placement.nr_on_node[node];
	uint64_t printed;
	char what[48];

	if (transcript_row_u64(report, hole, row, &printed))
		claim_fail("a number of pages", "none");
	snprintf(what, sizeof(what), "pages on node %u", node);
	if (before < after)
		expect_between(what, before, after, printed);
	else
		expect_between(what, after, before, printed);
}

void expect_rows(const struct watch *watch, const struct transcript *report,
	const char *const holes[], unsigned nr_nodes)
{
	size_t nr_rows = 0;

	if (report)
		transcript_rows(report, holes[0], &nr_rows);
	expect_true(nr_rows, "a table of the pages on each node", "no row of it");
	expect_equal("rows, one for each look", watch->after.nr, nr_rows);
	expect_equal("rows, one for each look", watch->before.nr, nr_rows);
	for (size_t i = 0; i < nr_rows; i++) {
		claim_where("row %zu of the table", i + 1);
		for (unsigned node = 0; node < nr_nodes; node++)
			expect_row(watch, report, holes[node], node, i);
	}
}
