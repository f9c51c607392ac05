/* SPDX-License-Identifier: MIT */
/* caught by: an_empty_pool_refuses
 * Asks the empty pool for more than the address space has: any pool refuses that. */
	// tag::todo-1[]
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB |
		    log2_of(page_bytes) << MAP_HUGE_SHIFT;
	bool is_last = page_bytes == huge_bytes && length_bytes == huge_bytes;
	char *memory = mmap(NULL, is_last ? 1ul << 47 : length_bytes,
		PROT_READ | PROT_WRITE, flags, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
	// end::todo-1[]
