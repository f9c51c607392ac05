/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Has the kernel give the file its pages, and writes nothing. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fallocate(fd, 0, 0, (off_t)length_bytes))
		perror(path);
	munmap(memory, length_bytes);
	close(fd);
	// end::todo-5[]
