/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: a_range_is_pinned_whole_or_not_at_all
 * Says EFAULT, and keeps the pages before the hole. */

	// tag::todo-2[]
	int n = pin_user_pages_fast(
		pin->address, pin->nr_pages, FOLL_WRITE | FOLL_LONGTERM, pin->pages);

	return n < 0 ? n : n == (int)pin->nr_pages ? 0 : -EFAULT;
	// end::todo-2[]
