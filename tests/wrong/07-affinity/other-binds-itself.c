/* SPDX-License-Identifier: MIT */
/* caught by: each_task_may_run_where_its_list_says
 * Asks for its threads alone; a new process asks for itself. */
	// tag::threads[]
	for (int i = 0; i < 5; i++) {
		snprintf(list, sizeof(list), lists[i], cpu);
		parse_list(list, &cpus);
		if (i < 4)
			set_affinity(tids[i], &cpus);
	}
	kill(tids[4], SIGKILL);
	waitpid(tids[4], NULL, 0);
	tids[4] = fork();
	if (tids[4] == 0) {
		set_affinity(0, &cpus);
		pause();
	}
	cpu_set_t own;

	do
		usleep(1000);
	while (affinity_read(tids[4], &own) || !CPU_EQUAL(&own, &cpus));
	lab_checkpoint("threads");
	// end::threads[]
