/* SPDX-License-Identifier: MIT */
/* caught by: an_empty_pool_refuses
 * Never asks the empty pool for memory, and prints the words of the refusal. */
	// tag::empty[]
	uint64_t nr = resize_pool(huge_bytes, ALL_NODES, 0);

	printf("the pool has %" PRIu64 " pages, and a mapping gets: %s\n", nr,
		strerror(ENOMEM));
	lab_checkpoint("emptied");
	// end::empty[]
