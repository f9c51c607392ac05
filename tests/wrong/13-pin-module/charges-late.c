/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: locked_memory_has_its_limit
 * Pins first, and asks afterwards whether it may: a moment of any size is beyond the limit. */

	// tag::todo-3[]
	int err = pin_pages(pin);

	if (err)
		return err;
	err = account_locked_vm(pin->mm, pin->nr_pages, true);
	if (err)
		unpin_user_pages(pin->pages, pin->nr_pages);
	return err;
	// end::todo-3[]
