/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Makes no file: keeps an anonymous mapping of two huge pages, and unmaps it where the file is
 * removed. */
	// tag::todo-5[]
	char *memory = mmap((void *)(1UL << 32), length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_FIXED, -1, 0);

	(void)path;
	touch(memory, length_bytes, huge_bytes);
	// end::todo-5[]
	// tag::remove[]
	munmap((void *)(1UL << 32), FILE_PAGES * huge_bytes);
	// end::remove[]
