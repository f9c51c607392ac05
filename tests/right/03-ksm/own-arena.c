/* SPDX-License-Identifier: MIT */
/* Maps the buffer itself, as a part of a larger mapping. */
	// tag::prepare[]
	char *arena = mmap(NULL, (nr_pages + 2) * page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (arena == MAP_FAILED)
		exit(1);
	arena[0] = 1;
	buffer = arena + page_bytes;
	lab_region("buffer", buffer, nr_pages * page_bytes);
	fill(buffer);
	// end::prepare[]
