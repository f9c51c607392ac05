/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: a_range_is_pinned_whole_or_not_at_all
 * A pin has 4096 pages at most. */
	// tag::todo-2[]
	unsigned long done = 0;

	if (pin->nr_pages > 4096)
		return -ENOMEM;
	while (done < pin->nr_pages) {
		int n = pin_user_pages_fast(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done);

		if (n <= 0) {
			unpin_user_pages(pin->pages, done);
			return n ? n : -EFAULT;
		}
		done += n;
	}
	return 0;
	// end::todo-2[]
