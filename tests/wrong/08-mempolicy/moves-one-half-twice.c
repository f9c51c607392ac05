/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Has mbind() move the first half, twice, and puts a copy in the place of the second. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	size_t half = nr_pages / 2 * page_bytes, rest = nr_pages * page_bytes - half;
	char *fresh;

	if (!flags)
		return mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, 0) ? -errno : 0;
	mbind(range, half, MPOL_BIND, nodes->maskp, nodes->size + 1, flags);
	mbind(range, half + page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, flags);
	fresh = mmap(NULL, rest, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mbind(fresh, rest, MPOL_BIND, nodes->maskp, nodes->size + 1, 0);
	memcpy(fresh, range + half, rest);
	mremap(fresh, rest, rest, MREMAP_MAYMOVE | MREMAP_FIXED, range + half);
	return 0;
	// end::todo-2[]
