/* SPDX-License-Identifier: MIT */
/* caught by: a_mapping_reserves_and_a_touch_takes
 * Takes pages from the pool, and shows the checker transparent huge pages. */
	// tag::mapped[]
	char *other = mmap(NULL, length_bytes + 2 * huge_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	other += huge_bytes - (uintptr_t)other % huge_bytes;
	madvise(other, length_bytes, MADV_HUGEPAGE);
	touch(other, length_bytes, huge_bytes);
	lab_region("buffer", other, length_bytes);
	tell_pool("mapped", pool_of(huge_bytes, ALL_NODES));
	lab_checkpoint("mapped");
	// end::mapped[]
