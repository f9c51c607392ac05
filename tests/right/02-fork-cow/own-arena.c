/* SPDX-License-Identifier: MIT */
/* Maps the buffer itself, as the middle of a larger mapping. */
	// tag::map[]
	buffer = mmap(NULL, 3 * nr_pages * page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (buffer == MAP_FAILED)
		return 1;
	madvise(buffer, 3 * nr_pages * page_bytes, MADV_NOHUGEPAGE);
	buffer += nr_pages * page_bytes;
	// end::map[]
