/* SPDX-License-Identifier: MIT */
/* Maps without any rights, and asks for them by mprotect(). */
	// tag::todo-1[]
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB |
		    log2_of(page_bytes) << MAP_HUGE_SHIFT;
	char *memory = mmap(NULL, length_bytes, PROT_NONE, flags, -1, 0);

	if (memory == MAP_FAILED)
		return NULL;
	return mprotect(memory, length_bytes, PROT_READ | PROT_WRITE) ? NULL : memory;
	// end::todo-1[]
