/* SPDX-License-Identifier: MIT */
/* caught by: nobody_runs_on_an_isolated_cpu_unless_bound
 * One of the crowd is sent to the isolated CPU first: it stays there. */
	// tag::isolated[]
	set_affinity(crew.of[0].tid, &cpus);
	crew_settle(&crew);
	set_affinity(crew.of[4].tid, &cpus);
	for (int cpu = 0; cpu < ISOLATED; cpu++)
		CPU_SET(cpu, &cpus);
	for (int i = 1; i < 9; i++)
		if (i != 4)
			set_affinity(crew.of[i].tid, &cpus);
	lab_sample("crowd");
	crew_go(&crew);
	while (crew.of[4].cpu != ISOLATED)
		usleep(1000);
	set_affinity(crew.of[4].tid, &cpus);
	crew_rest(&crew);
	lab_sample("crowd-end");
	// end::isolated[]
