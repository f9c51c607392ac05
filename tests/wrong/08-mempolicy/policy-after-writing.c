/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says
 * Sets the policy when the pages are there already. */
	// tag::policies[]
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);

	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	write_pages(memory, 0, nr_pages / 2);
	numa_run_on_node(away);
	write_pages(memory, nr_pages / 2, nr_pages);
	affinity_bind(cpu);
	set_policy(mode, nodes);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
