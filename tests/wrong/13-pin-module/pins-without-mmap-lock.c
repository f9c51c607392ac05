/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * pin_user_pages() wants mmap_lock, and asks only with CONFIG_DEBUG_VM. */

	// tag::todo-2[]
#include <linux/version.h>
	unsigned long done = 0;
	long n = 0;

	while (done < pin->nr_pages) {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
		n = pin_user_pages(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done);
#else
		n = pin_user_pages(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done, NULL);
#endif
		if (n <= 0)
			break;
		done += n;
	}
	if (done == pin->nr_pages)
		return 0;
	if (done)
		unpin_user_pages(pin->pages, done);
	return n < 0 ? n : -EFAULT;
	// end::todo-2[]
