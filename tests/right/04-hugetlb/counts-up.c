/* SPDX-License-Identifier: MIT */
/* Reads each byte before it writes it; makes the file long enough; has a mapping of its own beside
 * and gives it back late. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *beside = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	volatile char *memory;

	if (ftruncate(fd, (off_t)length_bytes))
		perror(path);
	memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	for (size_t i = 0; i < length_bytes; i += huge_bytes)
		beside[i / huge_bytes] = ++memory[i];
	munmap((void *)memory, length_bytes);
	// end::todo-5[]
