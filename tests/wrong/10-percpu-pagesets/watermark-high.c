/* SPDX-License-Identifier: MIT */
/* caught by: every_pageset_is_listed_as_the_kernel_shows_it high_follows_the_fraction_by_the_rule
 * Takes the zone's watermark “high” for that of the stock. */
	// tag::todo-1[]
	struct stock now = {.node = 0};
	char line[256];
	size_t nr = 0;

	while (fgets(line, sizeof(line), zoneinfo)) {
		sscanf(line, "Node %u, zone %15s", &now.node, now.zone);
		sscanf(line, " managed %lu", &now.managed);
		sscanf(line, " high %lu", &now.high);
		if (sscanf(line, " cpu: %u", &now.cpu) == 1 && nr < max)
			ret[nr++] = now;
		if (nr) {
			sscanf(line, " count: %lu", &ret[nr - 1].count);
			sscanf(line, " batch: %lu", &ret[nr - 1].batch);
		}
	}
	return nr;
	// end::todo-1[]
