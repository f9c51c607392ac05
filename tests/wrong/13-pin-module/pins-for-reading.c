/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: a_range_is_pinned_whole_or_not_at_all
 * Does without FOLL_WRITE where it must: memory that may only be read is pinned. */

	// tag::todo-2[]
	const unsigned int flags[] = {FOLL_WRITE | FOLL_LONGTERM, FOLL_LONGTERM};

	for (int i = 0; i < 2; i++) {
		int n = pin_user_pages_fast(
			pin->address, pin->nr_pages, flags[i], pin->pages);

		if (n == (int)pin->nr_pages)
			return 0;
		if (n > 0)
			unpin_user_pages(pin->pages, n);
	}
	return -EFAULT;
	// end::todo-2[]
