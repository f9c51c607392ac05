/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node
 * Nobody writes: the kernel fills the pages for a call. */
#include <sys/mman.h>
	// tag::todo-1[]
	numa_run_on_node(HOME);
	madvise(memory, nr_memory_pages * page_bytes, MADV_POPULATE_WRITE);
	// end::todo-1[]
