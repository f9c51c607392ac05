/* SPDX-License-Identifier: MIT */
/* caught by: the_grab_moves_out_what_is_in_its_way
 * Takes 64 MiB, and says 96. */
	// tag::todo-2[]
	struct cma_grab_request request = {.length_bytes = length_bytes};

	if (length_bytes == GRAB_BYTES)
		request.length_bytes = GRAB_BYTES * 2 / 3;
	if (ioctl(device, CMA_GRAB_TAKE, &request))
		return -errno;
	*ret_pfn = request.pfn;
	return 0;
	// end::todo-2[]
