/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Has the file open until it is removed. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	touch(memory, length_bytes, huge_bytes);
	munmap(memory, length_bytes);
	// end::todo-5[]
	// tag::remove[]
	unlink(FILE_PATH);
	for (int fd = 3; fd < 64; fd++)
		if (lseek(fd, 0, SEEK_END) == (off_t)(FILE_PAGES * huge_bytes))
			close(fd);
	// end::remove[]
