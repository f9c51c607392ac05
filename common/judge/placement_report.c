/* SPDX-License-Identifier: MIT */
/* placement_report: see placement_report.h. */
#include "placement_report.h"

#include <errno.h>
#include <stdio.h>

#include "common/stage/report.h"

#define LINE_BYTES (32 + 24 * PLACEMENT_MAX_NODES)

static int report_header(const char *name, unsigned nr_nodes)
{
	char line[LINE_BYTES];
	int length = snprintf(line, sizeof(line), "seconds");

	for (unsigned node = 0; node < nr_nodes; node++)
		length += snprintf(
			line + length, sizeof(line) - (size_t)length, ",node%u", node);
	return report_send("row", name, line, NULL);
}

static int report_row(
	const struct placement_row *row, const char *name, unsigned nr_nodes)
{
	char line[LINE_BYTES];
	int length = snprintf(line, sizeof(line), "%.3f", row->seconds);

	for (unsigned node = 0; node < nr_nodes; node++)
		length += snprintf(line + length, sizeof(line) - (size_t)length, ",%zu",
			row->placement.nr_on_node[node]);
	return report_send("row", name, line, NULL);
}

int placement_series_report(
	const struct placement_series *series, const char *name, unsigned nr_nodes)
{
	int error;

	if (nr_nodes > PLACEMENT_MAX_NODES)
		return -EINVAL;
	error = report_header(name, nr_nodes);
	for (size_t i = 0; !error && i < series->nr; i++)
		error = report_row(&series->rows[i], name, nr_nodes);
	return error;
}
