/* SPDX-License-Identifier: MIT */
/* Keeps a copy of the buffer in memory of its own before it asks for merging, and writes to the
 * copy, too. */
	// tag::todo-2[]
	char *copy = malloc(nr_pages * page_bytes);

	memcpy(copy, buffer, nr_pages * page_bytes);
	copy[0] = ~copy[0];
	fprintf(stderr, "%d\n", copy[page_bytes]);
	free(copy);
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	return ksm_wait_sharing(before + 2 * nr_pages - nr_contents, PATIENCE_MS);
	// end::todo-2[]
