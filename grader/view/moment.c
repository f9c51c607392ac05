/* SPDX-License-Identifier: MIT */
/* From a line to a number; see moment.h. */
#include "moment.h"
#include "grader/base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int take_name(const char *text, char ret[MOMENT_NAME])
{
	char *clean = text_clean(text, strcspn(text, "\n"));

	if (!clean)
		return -ENOMEM;
	snprintf(ret, MOMENT_NAME, "%s", clean);
	free(clean);
	return 0;
}

/* More are in no machine, and would be too long for a row. */
static bool is_possible(const struct moment_region *region)
{
	unsigned long most = region->nr_pages;

	for (int node = 0; node < MOMENT_NODES; node++)
		most = region->nr_on_node[node] > most ? region->nr_on_node[node] : most;
	return most <= UINT32_MAX && region->nr_huge <= most &&
	       region->nr_swapped <= most && region->nr_moving <= most;
}

static int take_region(const char *line, struct moment *moment)
{
	struct moment_region *region = &moment->region[moment->nr_regions];
	int used = 0;

	if (moment->nr_regions == MOMENT_REGIONS)
		return -EBADMSG;
	if (sscanf(line, "region %d %lu %lu %lu %lu %lu %lu %lu %lu %n", &region->pid,
		    &region->nr_pages, &region->nr_on_node[0], &region->nr_on_node[1],
		    &region->nr_on_node[2], &region->nr_on_node[3], &region->nr_huge,
		    &region->nr_swapped, &region->nr_moving, &used) != 9 ||
		!used || !is_possible(region))
		return -EBADMSG;
	region->cells[0] = '\0';
	moment->nr_regions++;
	return take_name(line + used, region->name);
}

static int take_cells(const char *line, struct moment *moment)
{
	const char *cells = line + strlen("cells ");
	size_t length = strspn(cells, "0123ABCDsm.");

	if (!moment->nr_regions || !length || length > MOMENT_CELLS ||
		cells[length] != '\n')
		return -EBADMSG;
	memcpy(moment->region[moment->nr_regions - 1].cells, cells, length);
	moment->region[moment->nr_regions - 1].cells[length] = '\0';
	return 0;
}

static int take_counter(const char *line, struct moment *moment)
{
	struct moment_counter *counter = &moment->counter[moment->nr_counters];
	int used = 0;

	if (moment->nr_counters == MOMENT_COUNTERS ||
		sscanf(line, "counter %" SCNu64 " %" SCNu64 " %n", &counter->now,
			&counter->first, &used) != 2 ||
		!used)
		return -EBADMSG;
	moment->nr_counters++;
	return take_name(line + used, counter->name);
}

static int take_line(const char *line, struct moment *moment)
{
	if (!strncmp(line, "time ", 5))
		return sscanf(line, "time %" SCNu64, &moment->time_ns) == 1 ? 0
									    : -EBADMSG;
	if (!strncmp(line, "at ", 3))
		return take_name(line + 3, moment->at);
	if (!strncmp(line, "region ", 7))
		return take_region(line, moment);
	if (!strncmp(line, "cells ", 6))
		return take_cells(line, moment);
	if (!strncmp(line, "counter ", 8))
		return take_counter(line, moment);
	return -EBADMSG;
}

int moment_parse(const char *text, struct moment *ret)
{
	struct moment *moment = calloc(1, sizeof(*moment));
	int err = moment ? 0 : -ENOMEM;

	while (!err && *text) {
		const char *end = strchr(text, '\n');

		err = end ? take_line(text, moment) : -EBADMSG;
		text = end ? end + 1 : text;
	}
	for (size_t i = 0; !err && i < moment->nr_regions; i++)
		err = moment->region[i].cells[0] ? 0 : -EBADMSG;
	if (!err)
		*ret = *moment;
	free(moment);
	return err;
}

void moment_places(const struct moment_region *region, char ret[MOMENT_PLACES])
{
	unsigned long there = region->nr_swapped + region->nr_moving;
	size_t at = 0;

	ret[0] = '\0';
	for (int node = 0; node < MOMENT_NODES; node++) {
		there += region->nr_on_node[node];
		if (region->nr_on_node[node])
			at += (size_t)snprintf(ret + at, MOMENT_PLACES - at,
				"%s%lu on node %d", at ? ", " : "",
				region->nr_on_node[node], node);
	}
	if (region->nr_huge)
		at += (size_t)snprintf(
			ret + at, MOMENT_PLACES - at, ", %lu huge", region->nr_huge);
	if (region->nr_swapped)
		at += (size_t)snprintf(ret + at, MOMENT_PLACES - at, "%s%lu swapped",
			at ? ", " : "", region->nr_swapped);
	if (region->nr_moving)
		at += (size_t)snprintf(ret + at, MOMENT_PLACES - at, "%s%lu moving",
			at ? ", " : "", region->nr_moving);
	if (there < region->nr_pages)
		snprintf(ret + at, MOMENT_PLACES - at, "%s%lu absent", at ? ", " : "",
			region->nr_pages - there);
}
