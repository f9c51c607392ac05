/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: a_range_is_pinned_whole_or_not_at_all what_is_pinned_is_not_pinned_again pinned_pages_leave_cma_first what_is_given_up_is_released nothing_is_lost_or_left
 * Takes references as for a moment's look (FOLL_GET): the kernel does not know of a pin. */

	// tag::todo-2[]
	int n = get_user_pages_fast(pin->address, pin->nr_pages, FOLL_WRITE, pin->pages);

	if (n == (int)pin->nr_pages)
		return 0;
	while (n > 0)
		put_page(pin->pages[--n]);
	return -EFAULT;
	// end::todo-2[]

	// tag::todo-5[]
	for (unsigned long i = 0; i < pin->nr_pages; i++)
		put_page(pin->pages[i]);
	account_locked_vm(pin->mm, pin->nr_pages, false);
	// end::todo-5[]
