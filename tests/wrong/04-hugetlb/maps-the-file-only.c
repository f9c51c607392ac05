/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Maps the file and never writes to it: its pages are reserved, not taken. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (memory != MAP_FAILED)
		munmap(memory, length_bytes);
	close(fd);
	// end::todo-5[]
