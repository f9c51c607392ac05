/* SPDX-License-Identifier: MIT */
/* caught by: an_empty_pool_refuses
 * Asks a full pool for more than it has, and empties it afterwards. */
	// tag::empty[]
	char *memory = map_huge(1000 * huge_bytes, huge_bytes);
	int error = errno;
	uint64_t nr = resize_pool(huge_bytes, ALL_NODES, 0);

	printf("the pool has %" PRIu64 " pages, and a mapping gets: %s\n", nr,
		memory ? "memory" : strerror(error));
	lab_checkpoint("emptied");
	// end::empty[]
