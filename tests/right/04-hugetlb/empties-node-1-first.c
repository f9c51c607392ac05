/* SPDX-License-Identifier: MIT */
/* Empties node 1, then node 0, and then asks node 1. Writes a zero into each page of the file. */
	// tag::todo-3[]
	resize_pool(huge_bytes, 1, 0);
	resize_pool(huge_bytes, 0, 0);
	resize_pool(huge_bytes, 1, nr_pages);
	// end::todo-3[]

	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory =
		mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (memory != MAP_FAILED) {
		memset(memory, 0, length_bytes);
		munmap(memory, length_bytes);
	}
	close(fd);
	// end::todo-5[]
