/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Moves the mapping elsewhere, and unmaps it there when the file is removed. */
	// tag::task-5[]
static char *left;
static void leave_file(const char *path, size_t length_bytes)
	// end::task-5[]
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	touch(memory, length_bytes, huge_bytes);
	left = mremap(memory, length_bytes, length_bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
		(char *)(1UL << 36));
	close(fd);
	// end::todo-5[]
	// tag::remove[]
	unlink(FILE_PATH);
	munmap(left, FILE_PAGES * huge_bytes);
	// end::remove[]
