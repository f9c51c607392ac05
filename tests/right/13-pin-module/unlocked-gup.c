/* SPDX-License-Identifier: GPL-2.0-only */
/* pin_user_pages_unlocked(), which refuses FOLL_LONGTERM before 6.5, and a word of each failure
 * in the log. */

	// tag::todo-2[]
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#define PIN(start, nr, pages, flags) pin_user_pages_unlocked(start, nr, pages, flags)
#else
#define PIN(start, nr, pages, flags) pin_user_pages_fast(start, nr, flags, pages)
#endif
	unsigned long done = 0;

	while (done < pin->nr_pages) {
		long n = PIN(pin->address + (done << PAGE_SHIFT), pin->nr_pages - done,
			pin->pages + done, FOLL_WRITE | FOLL_LONGTERM);

		if (n <= 0) {
			unpin_user_pages(pin->pages, done);
			pr_err("%lu of %lu pages, then %ld\n", done, pin->nr_pages, n);
			return n ? n : -EFAULT;
		}
		done += n;
	}
	return 0;
	// end::todo-2[]
