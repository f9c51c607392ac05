/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Unmaps the first huge page, and the second only when the file is removed. */
	// tag::todo-5[]
	int fd = open(path, O_RDWR | O_CREAT, 0600);

	left = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (left != MAP_FAILED)
		touch(left, length_bytes, huge_bytes);
	munmap(left, huge_bytes);
	close(fd);
	// end::todo-5[]
	// tag::task-5[]
static char *left;
static void leave_file(const char *path, size_t length_bytes)
	// end::task-5[]
	// tag::remove[]
	munmap(left + huge_bytes, huge_bytes);
	unlink(FILE_PATH);
	// end::remove[]
