/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Takes the pages on node 1 for those that balancing has moved there. */
	// tag::todo-4[]
	struct placement now;
	int err = vmstat_read("numa_hint_faults", &ret[0]);

	placement_sample(pagemap, memory, nr_pages, &zones, &now);
	ret[1] = now.nr_on_node[1];
	return err;
	// end::todo-4[]
