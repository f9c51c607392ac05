/* SPDX-License-Identifier: MIT */
/* caught by: each_task_may_run_where_its_list_says
 * Binds the first thread, whichever thread it was to bind. */
	// tag::threads[]
	cpu_set_t before;

	affinity_read(0, &before);
	for (int i = 0; i < 5; i++) {
		snprintf(list, sizeof(list), lists[i], cpu);
		parse_list(list, &cpus);
		set_affinity(i < 4 ? 0 : tids[i], &cpus);
	}
	set_affinity(0, &before);
	lab_checkpoint("threads");
	// end::threads[]
