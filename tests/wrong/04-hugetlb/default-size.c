/* SPDX-License-Identifier: MIT */
/* caught by: each_size_has_a_pool_of_its_own
 * Maps the default size, whatever was asked for. */
	// tag::todo-1[]
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);

	(void)page_bytes, (void)log2_of;
	return memory == MAP_FAILED ? NULL : memory;
	// end::todo-1[]
