/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Closes the file, and a copy of its descriptor only when the file is removed. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	dup2(fd, 50);
	touch(memory, length_bytes, huge_bytes);
	munmap(memory, length_bytes);
	close(fd);
	// end::todo-5[]
	// tag::remove[]
	unlink(FILE_PATH);
	close(50);
	// end::remove[]
