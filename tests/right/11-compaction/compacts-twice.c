/* SPDX-License-Identifier: MIT */
/* Compacts the node a second time, and moves memory of its own to node 1 meanwhile. */
	// tag::todo-3[]
	unsigned long away = 2;
	char *own;

	if (lab_map(64 * page_bytes, &own))
		return -ENOMEM;
	memset(own, 1, 64 * page_bytes);
	for (int i = 0; i < 2; i++) {
		int error, fd = open(COMPACT, O_WRONLY | O_CLOEXEC);

		if (fd < 0)
			return -errno;
		error = write(fd, "1", 1) == 1 ? 0 : -errno;
		close(fd);
		if (error)
			return error;
		mbind(own, 64 * page_bytes, MPOL_BIND, &away, 64, MPOL_MF_MOVE);
	}
	return 0;
	// end::todo-3[]
