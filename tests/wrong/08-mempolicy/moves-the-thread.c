/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says numa_maps_names_the_threads_policy
 * Runs on the node instead of asking for its memory. */
	// tag::policies[]
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);

	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	if (mode == MPOL_BIND || mode == MPOL_PREFERRED)
		numa_run_on_node_mask((struct bitmask *)nodes);
	write_pages(memory, 0, nr_pages / 2);
	numa_run_on_node(away);
	write_pages(memory, nr_pages / 2, nr_pages);
	affinity_bind(cpu);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
