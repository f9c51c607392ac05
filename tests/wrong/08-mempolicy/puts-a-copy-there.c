/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Copies to new memory on the other node, and puts that in the old place. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	size_t length = nr_pages * page_bytes;
	char *copy = range;

	if (flags & MPOL_MF_MOVE && lab_map(length, &copy))
		return -ENOMEM;
	if (mbind(copy, length, MPOL_BIND, nodes->maskp, nodes->size + 1, 0))
		return -errno;
	if (copy == range)
		return 0;
	memcpy(copy, range, length);
	return mremap(copy, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, range) == range
		       ? 0
		       : -errno;
	// end::todo-2[]
