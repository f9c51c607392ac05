/* SPDX-License-Identifier: MIT */
/* caught by: a_mapping_reserves_and_a_touch_takes an_empty_pool_refuses each_size_has_a_pool_of_its_own
 * Has the memory from memfd_create(): the same pool, and a file. */
	// tag::todo-1[]
	int fd = memfd_create("huge",
		MFD_HUGETLB | (unsigned)log2_of(page_bytes) << MAP_HUGE_SHIFT);
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	int error = errno;

	close(fd);
	errno = error;
	return memory == MAP_FAILED ? NULL : memory;
	// end::todo-1[]
