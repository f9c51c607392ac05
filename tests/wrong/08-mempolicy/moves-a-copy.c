/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Puts a copy in the old place, and then has mbind() move what is on the right node already. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	char *fresh;

	if (!flags)
		return mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, 0) ? -errno : 0;
	fresh = mmap(NULL, nr_pages * page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mbind(fresh, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, 0);
	memcpy(fresh, range, nr_pages * page_bytes);
	mremap(fresh, nr_pages * page_bytes, nr_pages * page_bytes, MREMAP_MAYMOVE | MREMAP_FIXED, range);
	return mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, flags) ? -errno : 0;
	// end::todo-2[]
