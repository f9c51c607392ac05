/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says
 * Writes the pages at home, moves them, and only then sets the policy. */
	// tag::policies[]
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);
	void *pages[nr_pages];
	int to[nr_pages], status[nr_pages];

	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	write_pages(memory, 0, nr_pages);
	for (size_t i = 0; i < nr_pages; i++) {
		pages[i] = memory + i * page_bytes;
		to[i] = mode == MPOL_INTERLEAVE			      ? (int)(i % 2)
			: mode == MPOL_LOCAL && i < nr_pages / 2 ? home
								      : away;
	}
	numa_move_pages(0, nr_pages, pages, to, status, MPOL_MF_MOVE);
	numa_move_pages(0, nr_pages, pages, to, status, MPOL_MF_MOVE);
	set_policy(mode, nodes);
	affinity_bind(cpu);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
