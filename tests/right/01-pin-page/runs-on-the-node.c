/* SPDX-License-Identifier: MIT */
/* Any CPU of node 1 will do; writes other bytes, a page of each buffer in turns. */
#include <numa.h>
	// tag::todo-4[]
	(void)write_pages;
	numa_run_on_node(1);
	for (size_t i = 0; !stop; i = (i + 1) % nr_pages) {
		pinned[i * page_bytes + 100] += 1;
		control[i * page_bytes + 200] += 1;
	}
	// end::todo-4[]
