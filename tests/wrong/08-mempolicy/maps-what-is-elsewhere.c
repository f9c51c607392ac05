/* SPDX-License-Identifier: MIT */
/* caught by: pages_lie_where_the_threads_policy_says
 * Writes other memory, bound by mbind(2), and puts that in the region's place. */
	// tag::policies[]
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name), *other;
	size_t length = nr_pages * page_bytes;

	set_policy(mode, nodes);
	if (mode == MPOL_PREFERRED) {
		write_pages(memory, 0, nr_pages);
		other = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		mbind(other, length, MPOL_PREFERRED, only(away)->maskp, only(0)->size + 1, 0);
		write_pages(other, 0, nr_pages);
		mremap(other, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, memory);
	}
	write_pages(memory, 0, nr_pages / 2);
	numa_run_on_node(away);
	write_pages(memory, nr_pages / 2, nr_pages);
	affinity_bind(cpu);
	lab_checkpoint(name);
	tell(name, memory);
}
	// end::policies[]
