/* SPDX-License-Identifier: MIT */
/* Moves one page after the other from node 0 to node 1. Has the kernel take the file's pages when it is
 * mapped, and writes then. */
	// tag::todo-3[]
	struct hugepages pools[2] = {0};
	uint64_t on[2];

	for (int node = 0; node < 2; node++) {
		hugepages_read(huge_bytes, node, &pools[node]);
		on[node] = pools[node].nr;
	}
	while (on[0] || on[1] < nr_pages) {
		if (on[0])
			on[0] = resize_pool(huge_bytes, 0, on[0] - 1);
		if (on[1] < nr_pages)
			on[1] = resize_pool(huge_bytes, 1, on[1] + 1);
	}
	// end::todo-3[]

	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_POPULATE, fd, 0);

	if (memory != MAP_FAILED) {
		touch(memory, length_bytes, huge_bytes);
		munmap(memory, length_bytes);
	}
	close(fd);
	// end::todo-5[]
