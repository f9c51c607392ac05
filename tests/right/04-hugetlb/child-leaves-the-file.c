/* SPDX-License-Identifier: MIT */
/* A child writes the file, each byte of it, and ends: nobody need unmap or close anything. */
	// tag::todo-5[]
	fflush(stdout);
	if (fork() == 0) {
		int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);

		memset(mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0),
			7, length_bytes);
		_exit(0);
	}
	wait(NULL);
	// end::todo-5[]
