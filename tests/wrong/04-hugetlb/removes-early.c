/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Removes the file before it unmaps it: with the mapping, the pages go, too. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	unlink(path);
	if (memory != MAP_FAILED) {
		touch(memory, length_bytes, huge_bytes);
		munmap(memory, length_bytes);
	}
	close(fd);
	// end::todo-5[]
