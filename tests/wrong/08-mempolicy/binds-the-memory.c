/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says
 * Gives one region a policy of its own, by mbind(2), and the thread none. */
	// tag::policies[]
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);

	if (mode == MPOL_INTERLEAVE) {
		set_policy(MPOL_DEFAULT, numa_no_nodes_ptr);
		mbind(memory, nr_pages * page_bytes, mode, nodes->maskp, nodes->size + 1, 0);
	} else
		set_policy(mode, nodes);
	write_pages(memory, 0, nr_pages / 2);
	numa_run_on_node(away);
	write_pages(memory, nr_pages / 2, nr_pages);
	affinity_bind(cpu);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
