/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted
 * Asks for a page where it should ask for the large block once more. */
	// tag::compact[]
	struct order_alloc_request small = {.order = 0, .node = NODE};
	int device = open("/dev/order_alloc", O_RDWR | O_CLOEXEC);

	compact();
	show("compacted");
	lab_checkpoint("compacted");
	if (!ioctl(device, ORDER_ALLOC_TAKE, &small))
		printf("order 9 again: granted at pfn 0x%" PRIx64 "\n",
			(uint64_t)small.pfn);
	after = frames();
	lab_checkpoint("granted");
	printf("moved: %zu pages\n", count_moved(before, after));
	// end::compact[]
