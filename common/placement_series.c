/* SPDX-License-Identifier: MIT */
/* placement_series: see placement_series.h. */
#include "placement_series.h"

#include <errno.h>
#include <stdlib.h>

#include "pagemap.h"
#include "report.h"

#define LINE_BYTES (32 + 24 * PLACEMENT_MAX_NODES)

int placement_sample(int pagemap_fd, const void *address, size_t nr_pages,
	const struct placement_zones *zones, struct placement *ret)
{
	uint64_t *pfns = calloc(nr_pages + 1, sizeof(*pfns));
	int error;

	if (!pfns)
		return -ENOMEM;
	error = pagemap_pfns(pagemap_fd, address, nr_pages, pfns);
	if (!error)
		error = placement_count(zones, pfns, nr_pages, ret);
	free(pfns);
	return error;
}

int placement_series_add(struct placement_series *series, double seconds,
	const struct placement *placement)
{
	struct placement_row *rows =
		reallocarray(series->rows, series->nr + 1, sizeof(*rows));

	if (!rows)
		return -ENOMEM;
	rows[series->nr].seconds = seconds;
	rows[series->nr].placement = *placement;
	series->rows = rows;
	series->nr++;
	return 0;
}

void placement_series_free(struct placement_series *series)
{
	free(series->rows);
	*series = (struct placement_series){.nr = 0};
}

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
