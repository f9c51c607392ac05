/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says
 * Runs where each page is to be, and sets the policy when all are there. */
	// tag::policies[]
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);

	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	for (size_t i = 0; i < nr_pages; i++) {
		int node = away;

		if (mode == MPOL_INTERLEAVE)
			node = (int)(i % 2);
		if (mode == MPOL_LOCAL && i < nr_pages / 2)
			node = home;
		numa_run_on_node(node);
		write_pages(memory, i, i + 1);
	}
	affinity_bind(cpu);
	set_policy(mode, nodes);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
