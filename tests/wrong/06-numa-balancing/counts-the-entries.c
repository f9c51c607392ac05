/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Takes the entries that the scan has changed for hint faults. */
	// tag::todo-4[]
	int err = vmstat_read("numa_pte_updates", &ret[0]);

	return err ? err : vmstat_read("numa_pages_migrated", &ret[1]);
	// end::todo-4[]
