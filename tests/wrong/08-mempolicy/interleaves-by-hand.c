/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says
 * Puts every second page on the other node by hand, and gets the last page wrong. */
	// tag::policies[]
static void write_by_hand(char *memory)
{
	for (size_t i = 0; i < nr_pages; i++) {
		size_t node = i == nr_pages - 1 ? (i + 1) % 2 : i % 2;

		set_policy(MPOL_BIND, only((int)node));
		write_pages(memory, i, i + 1);
	}
}

static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);

	if (mode == MPOL_INTERLEAVE)
		write_by_hand(memory);
	set_policy(mode, nodes);
	write_pages(memory, 0, nr_pages / 2);
	numa_run_on_node(away);
	write_pages(memory, nr_pages / 2, nr_pages);
	affinity_bind(cpu);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
