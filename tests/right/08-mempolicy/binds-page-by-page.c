/* SPDX-License-Identifier: MIT */
/* Binds one page after the other, and has a table and a copy of its own meanwhile. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	char *copy = malloc(nr_pages * page_bytes);
	int error = 0;

	memset(copy, 1, nr_pages * page_bytes);
	for (size_t i = 0; i < nr_pages && !error; i++)
		if (mbind(range + i * page_bytes, page_bytes, MPOL_BIND, nodes->maskp,
			    nodes->size + 1, flags))
			error = -errno;
	free(copy);
	return error;
	// end::todo-2[]
