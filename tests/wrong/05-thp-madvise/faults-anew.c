/* SPDX-License-Identifier: MIT */
/* caught by: collapse_makes_huge_pages_of_small_ones
 * Maps the buffer anew and lets faults bring huge pages, with the same contents. */
	// tag::collapsed[]
	mmap(plain, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	madvise(plain, length_bytes, MADV_HUGEPAGE);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(plain, i);
	// end::collapsed[]
