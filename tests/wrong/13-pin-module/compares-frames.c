/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_pinned_is_not_pinned_again
 * Asks whether a page is pinned already, and not whether its address is. */

	// tag::todo-4[]
	struct pin *pin;
	struct page *page;

	list_for_each_entry(pin, &file->pins, node)
	{
		if (pin->mm != current->mm)
			continue;
		if (pin->address == start && pin->end == end)
			return pin;
		for (unsigned long at = start; at < end; at += PAGE_SIZE) {
			if (get_user_pages_fast(at, 1, 0, &page) != 1)
				break;
			put_page(page);
			for (unsigned long i = 0; i < pin->nr_pages; i++)
				if (pin->pages[i] == page)
					return pin;
		}
	}
	return NULL;
	// end::todo-4[]
