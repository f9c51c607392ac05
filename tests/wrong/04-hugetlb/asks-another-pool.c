/* SPDX-License-Identifier: MIT */
/* caught by: an_empty_pool_refuses
 * Is refused by the pool of the smallest size, which was empty all the time. */
	// tag::empty[]
	uint64_t nr = resize_pool(huge_bytes, ALL_NODES, 0);
	char *memory = map_huge(64 << 10, 64 << 10);

	printf("the pool has %" PRIu64 " pages, and a mapping gets: %s\n", nr,
		memory ? "memory" : strerror(errno));
	lab_checkpoint("emptied");
	// end::empty[]
