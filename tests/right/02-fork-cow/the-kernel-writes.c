/* SPDX-License-Identifier: MIT */
/* Has the kernel write each byte, by reading a pipe into the page. */
	// tag::todo-1[]
	int ends[2];

	if (pipe(ends))
		return;
	for (size_t i = 0; i < nr_pages; i++)
		if (write(ends[1], &value, 1) != 1 || read(ends[0], buffer + i * page_bytes, 1) != 1)
			break;
	close(ends[0]);
	close(ends[1]);
	// end::todo-1[]
