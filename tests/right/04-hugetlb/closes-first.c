/* SPDX-License-Identifier: MIT */
/* Closes the file as soon as it is mapped, sizes it before, and writes backwards. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	volatile char *memory;

	if (fd < 0 || ftruncate(fd, (off_t)length_bytes)) {
		perror(path);
		return;
	}
	memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE, fd, 0);
	close(fd);
	if (memory == MAP_FAILED)
		return;
	for (long i = (long)(length_bytes / huge_bytes) - 1; i >= 0; i--)
		memory[i * (long)huge_bytes + 77] = 'x';
	munmap((void *)memory, length_bytes);
	// end::todo-5[]
