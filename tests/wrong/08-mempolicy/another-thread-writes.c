/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says
 * A thread with other policies has written the pages, each where it is to be. */
	// tag::policies[]
static char *job_memory;
static void *do_job(void *arg) {
	for (size_t i = 0; i < nr_pages; i++) {
		int node = (((unsigned long)job_memory >> 12) + i) % 2;
		set_mempolicy(MPOL_BIND, only(node)->maskp, only(0)->size + 1);
		write_pages(job_memory, i, i + 1);
	}
	return arg; }
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);

	set_policy(mode, nodes);
	if (mode == MPOL_INTERLEAVE) {
		pthread_t t;
		job_memory = memory;
		pthread_create(&t, NULL, do_job, NULL);
		pthread_join(t, NULL);
	}
	write_pages(memory, 0, nr_pages / 2);
	numa_run_on_node(away);
	write_pages(memory, nr_pages / 2, nr_pages);
	affinity_bind(cpu);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
