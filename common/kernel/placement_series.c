/* SPDX-License-Identifier: MIT */
/* placement_series: see placement_series.h. */
#include "placement_series.h"

#include <errno.h>
#include <stdlib.h>

#include "pagemap.h"

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
