/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Saves the contents, throws the pages away, binds without the flag, and writes them anew. */
	// tag::todo-2[]
	size_t length = nr_pages * page_bytes;
	struct bitmask *nodes = only(node);
	char *copy = malloc(length);
	long failed;

	if (flags & MPOL_MF_MOVE) {
		memcpy(copy, range, length);
		madvise(range, length, MADV_DONTNEED);
	}
	failed = mbind(range, length, MPOL_BIND, nodes->maskp, nodes->size + 1, 0);
	if (flags & MPOL_MF_MOVE)
		memcpy(range, copy, length);
	free(copy);
	return failed ? -errno : 0;
	// end::todo-2[]
