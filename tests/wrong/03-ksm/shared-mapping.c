/* SPDX-License-Identifier: MIT */
/* caught by: all
 * A shared mapping is one memory from the start, and KSM leaves it alone. */
	// tag::prepare[]
	static char *common;

	if (!common)
		common = mmap(NULL, nr_pages * page_bytes, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	buffer = common;
	lab_region("buffer", buffer, nr_pages * page_bytes);
	fill(buffer);
	// end::prepare[]
	// tag::fork[]
	prepare();
	child = fork();
	// end::fork[]
