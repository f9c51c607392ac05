/* SPDX-License-Identifier: MIT */
/* Asks for the node by set_mempolicy(), and has the pages made by writing them. */
	// tag::todo-1[]
	unsigned long mask = 1UL << NODE;

	if (set_mempolicy(MPOL_BIND, &mask, 64))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return set_mempolicy(MPOL_DEFAULT, NULL, 0) ? -errno : 0;
	// end::todo-1[]
