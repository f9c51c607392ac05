/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: pinned_pages_leave_cma_first
 * Without FOLL_LONGTERM, pages are pinned where they are. */

	// tag::todo-2[]
	unsigned long done = 0;

	while (done < pin->nr_pages) {
		int n = pin_user_pages_fast(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE, pin->pages + done);

		if (n <= 0) {
			unpin_user_pages(pin->pages, done);
			return n ? n : -EFAULT;
		}
		done += n;
	}
	return 0;
	// end::todo-2[]
