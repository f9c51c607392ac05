/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: a_range_is_pinned_whole_or_not_at_all
 * Pins 512 pages at a time, and gives back those of the last batch alone. */

	// tag::todo-2[]
	unsigned long done = 0;

	while (done < pin->nr_pages) {
		unsigned long batch = min(pin->nr_pages - done, 512ul), in = 0;

		while (in < batch) {
			int n = pin_user_pages_fast(pin->address + ((done + in) << PAGE_SHIFT),
				batch - in, FOLL_WRITE | FOLL_LONGTERM,
				pin->pages + done + in);

			if (n <= 0) {
				unpin_user_pages(pin->pages + done, in);
				return n ? n : -EFAULT;
			}
			in += n;
		}
		done += batch;
	}
	return 0;
	// end::todo-2[]
