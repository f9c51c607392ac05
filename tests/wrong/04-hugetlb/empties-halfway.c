/* SPDX-License-Identifier: MIT */
/* caught by: an_empty_pool_refuses
 * Leaves one page in the pool, and gets the same refusal by asking for two. */
	// tag::empty[]
	uint64_t nr = resize_pool(huge_bytes, ALL_NODES, 1);
	char *memory = map_huge(2 * huge_bytes, huge_bytes);

	printf("the pool has %" PRIu64 " pages, and a mapping gets: %s\n", nr,
		memory ? "memory" : strerror(errno));
	lab_checkpoint("emptied");
	// end::empty[]
