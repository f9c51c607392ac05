/* SPDX-License-Identifier: MIT */
/* Tries a request that is refused a second time, and gives back until there is nothing more. */
	// tag::todo-3[]
	if (ioctl(device, CMA_GRAB_GIVE_BACK))
		return -errno;
	while (!ioctl(device, CMA_GRAB_GIVE_BACK))
		continue;
	return errno == ENOENT ? 0 : -errno;
	// end::todo-3[]
