/* SPDX-License-Identifier: MIT */
/* caught by: locked_pages_move_and_pinned_ones_stay
 * Takes locked pages for pinned ones. */
	// tag::todo-4[]
	for (size_t i = 0; i < NR_HELD; i++)
		if (mlock(locked[i], page_bytes) || mlock(pinned[i], page_bytes))
			return -errno;
	return 0;
	// end::todo-4[]
