/* SPDX-License-Identifier: MIT */
/* caught by: nobody_runs_on_an_isolated_cpu_unless_bound
 * The crowd sleeps: where a thread may run says nothing of where it does. */
	// tag::isolated[]
	set_affinity(crew.of[0].tid, &cpus);
	crew_settle(&crew);
	for (int cpu = 0; cpu < ISOLATED; cpu++)
		CPU_SET(cpu, &cpus);
	for (int i = 1; i < 9; i++)
		set_affinity(crew.of[i].tid, &cpus);
	lab_sample("crowd");
	usleep(20000);
	lab_sample("crowd-end");
	// end::isolated[]
