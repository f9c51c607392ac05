/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Takes the pages that came to node 1 for those that NUMA balancing moved. */
	// tag::todo-4[]
	struct placement now = {.nr_absent = 0};
	int err = placement_sample(pagemap, memory, nr_pages, &zones, &now);

	ret[1] = now.nr_on_node[AWAY];
	return err ? err : vmstat_read("numa_hint_faults", &ret[0]);
	// end::todo-4[]
