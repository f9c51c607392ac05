/* SPDX-License-Identifier: MIT */
/* caught by: nobody_runs_on_an_isolated_cpu_unless_bound
 * Asks for the isolated CPU or its neighbour. */
	// tag::isolated[]
	CPU_SET(ISOLATED - 1, &cpus);
	set_affinity(crew.of[0].tid, &cpus);
	crew_settle(&crew);
	for (int cpu = 0; cpu < ISOLATED; cpu++)
		CPU_SET(cpu, &cpus);
	for (int i = 1; i < 9; i++)
		set_affinity(crew.of[i].tid, &cpus);
	lab_sample("crowd");
	crew_go(&crew);
	crew_rest(&crew);
	lab_sample("crowd-end");
	// end::isolated[]
