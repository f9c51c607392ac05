/* SPDX-License-Identifier: MIT */
/* caught by: the_grab_moves_out_what_is_in_its_way
 * Moves its pages to the other node before the driver asks for its block. */
	// tag::todo-2[]
	struct cma_grab_request request = {.length_bytes = length_bytes};
	unsigned long mask = 1;

	if (length_bytes == GRAB_BYTES)
		mbind(buffer, nr_pages * page_bytes, MPOL_BIND, &mask, 64, MPOL_MF_MOVE);
	if (ioctl(device, CMA_GRAB_TAKE, &request))
		return -errno;
	*ret_pfn = request.pfn;
	return 0;
	// end::todo-2[]
