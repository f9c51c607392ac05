/* SPDX-License-Identifier: MIT */
/* Asks for the node by libnuma, which allows all nodes again in the end. */
#include <numa.h>
	// tag::todo-1[]
	struct bitmask *nodes = numa_allocate_nodemask();
	numa_bitmask_setbit(nodes, NODE);
	numa_set_membind(nodes);
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	numa_set_membind(numa_all_nodes_ptr);
	numa_bitmask_free(nodes);
	return 0;
	// end::todo-1[]
