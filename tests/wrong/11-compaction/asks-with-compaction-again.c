/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted
 * Has the kernel compact for the last block too, if need be. */
	// tag::compact[]
	compact();
	show("compacted");
	lab_checkpoint("compacted");
	ask("order 9 again", ORDER_ALLOC_DIRECT, 1);
	after = frames();
	lab_checkpoint("granted");
	printf("moved: %zu pages\n", count_moved(before, after));
	// end::compact[]
