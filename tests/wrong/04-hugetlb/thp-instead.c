/* SPDX-License-Identifier: MIT */
/* caught by: a_mapping_reserves_and_a_touch_takes an_empty_pool_refuses each_size_has_a_pool_of_its_own
 * Asks for transparent huge pages: they are huge, and no pool knows of them. */
	// tag::todo-1[]
	size_t room = length_bytes + 2 * huge_bytes;
	char *memory = mmap(NULL, room, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)page_bytes, (void)log2_of;
	memory += huge_bytes - (uintptr_t)memory % huge_bytes;
	madvise(memory, length_bytes, MADV_HUGEPAGE);
	return memory;
	// end::todo-1[]
