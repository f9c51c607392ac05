/* SPDX-License-Identifier: MIT */
/* Maps the file by a copy of the descriptor, which it closes at once. */
	// tag::todo-5[]
	int one = open(path, O_RDWR | O_CREAT, 0600), fd = dup(one);
	char *memory;
	close(one);
	memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (memory != MAP_FAILED) {
		touch(memory, length_bytes, huge_bytes);
		munmap(memory, length_bytes);
	}
	// end::todo-5[]
