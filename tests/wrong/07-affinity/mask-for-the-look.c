/* SPDX-License-Identifier: MIT */
/* caught by: nobody_runs_on_an_isolated_cpu_unless_bound
 * The crowd may run on the isolated CPU only while somebody looks. */
	// tag::isolated[]
	cpu_set_t others;

	CPU_ZERO(&others);
	set_affinity(crew.of[0].tid, &cpus);
	crew_settle(&crew);
	for (int cpu = 0; cpu < ISOLATED; cpu++) {
		CPU_SET(cpu, &cpus);
		CPU_SET(cpu, &others);
	}
	for (int i = 1; i < 9; i++)
		set_affinity(crew.of[i].tid, &cpus);
	lab_sample("crowd");
	for (int i = 1; i < 9; i++)
		set_affinity(crew.of[i].tid, &others);
	crew_go(&crew);
	crew_rest(&crew);
	for (int i = 1; i < 9; i++)
		set_affinity(crew.of[i].tid, &cpus);
	lab_sample("crowd-end");
	// end::isolated[]
