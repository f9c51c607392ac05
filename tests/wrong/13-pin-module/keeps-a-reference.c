/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_given_up_is_released
 * A plain reference of each page besides the pin, which nobody gives back. */

	// tag::todo-2[]
	unsigned long done = 0;

	while (done < pin->nr_pages) {
		int n = pin_user_pages_fast(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done);

		if (n <= 0) {
			unpin_user_pages(pin->pages, done);
			return n ? n : -EFAULT;
		}
		while (n--)
			get_page(pin->pages[done++]);
	}
	return 0;
	// end::todo-2[]
