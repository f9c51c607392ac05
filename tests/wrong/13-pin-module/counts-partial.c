/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: a_range_is_pinned_whole_or_not_at_all locked_memory_has_its_limit nothing_is_lost_or_left
 * Returns how many pages were pinned, and keeps them, where some could not be. */

	// tag::todo-2[]
	int n = pin_user_pages_fast(
		pin->address, pin->nr_pages, FOLL_WRITE | FOLL_LONGTERM, pin->pages);

	return n == (int)pin->nr_pages ? 0 : n;
	// end::todo-2[]
