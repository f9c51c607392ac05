/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Reads the two counters in the wrong order. */
	// tag::todo-4[]
	int err = vmstat_read("numa_hint_faults", &ret[1]);

	return err ? err : vmstat_read("numa_pages_migrated", &ret[0]);
	// end::todo-4[]
