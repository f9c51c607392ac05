/* SPDX-License-Identifier: MIT */
/* Maps one huge page of the file after the other, each where the last one was. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);

	for (size_t at = 0; at < length_bytes; at += huge_bytes) {
		char *part = mmap(NULL, huge_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			(off_t)at);

		if (part == MAP_FAILED)
			break;
		touch(part, huge_bytes, huge_bytes);
		munmap(part, huge_bytes);
	}
	close(fd);
	// end::todo-5[]
