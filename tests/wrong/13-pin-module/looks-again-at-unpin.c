/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_given_up_is_released
 * Looks up again, when it unpins, which pages are at the address: others may be there by then. */

	// tag::todo-5[]
	struct page **pages = kvcalloc(pin->nr_pages, sizeof(*pages), GFP_KERNEL);
	int nr = 0;

	if (pages && pin->mm == current->mm)
		nr = get_user_pages_fast(pin->address, pin->nr_pages, FOLL_WRITE, pages);
	if (nr > 0) {
		unpin_user_pages(pages, nr);
		release_pages(pages, nr);
	} else {
		unpin_user_pages(pin->pages, pin->nr_pages);
	}
	kvfree(pages);
	account_locked_vm(pin->mm, pin->nr_pages, false);
	// end::todo-5[]
