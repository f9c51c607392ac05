/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Takes the pages on node 1 for the migrations. */
	// tag::todo-4[]
	struct placement now;

	if (placement_sample(pagemap, memory, nr_pages, &zones, &now))
		return -EIO;
	ret[1] = now.nr_on_node[AWAY];
	return vmstat_read("numa_hint_faults", &ret[0]);
	// end::todo-4[]
