/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Knows from ./run where the driver's block begins. */
	// tag::todo-2[]
	struct cma_grab_request request = {.length_bytes = length_bytes};

	if (ioctl(device, CMA_GRAB_TAKE, &request))
		return -errno;
	*ret_pfn = 0xd8400;
	return 0;
	// end::todo-2[]
