/* SPDX-License-Identifier: MIT */
/* caught by: direct_compaction_makes_the_block_at_once report_agrees
 * Does not pass the flags on: the block is refused once more. */
	// tag::todo-2[]
	struct order_alloc_request request = {.order = ORDER, .node = NODE};

	(void)flags;
	if (ioctl(device, ORDER_ALLOC_TAKE, &request))
		return -errno;
	*ret_pfn = request.pfn;
	return 0;
	// end::todo-2[]
