/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Takes the counter of every migration, of whatever reason. */
	// tag::todo-4[]
	int err = vmstat_read("numa_hint_faults", &ret[0]);

	return err ? err : vmstat_read("pgmigrate_success", &ret[1]);
	// end::todo-4[]
