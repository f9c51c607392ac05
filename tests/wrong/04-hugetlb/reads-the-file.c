/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Takes the file's pages by reading them, and writes nothing. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	volatile char *memory =
		mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	for (size_t i = 0; i < length_bytes; i += huge_bytes)
		(void)memory[i];
	munmap((void *)memory, length_bytes);
	close(fd);
	// end::todo-5[]
