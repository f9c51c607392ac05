/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: a_range_is_pinned_whole_or_not_at_all locked_memory_has_its_limit nothing_is_lost_or_left
 * What could not be pinned is taken back twice: the process has locked less than nothing. */

	// tag::todo-3[]
	int err = account_locked_vm(pin->mm, pin->nr_pages, true);

	if (err)
		return err;
	err = pin_pages(pin);
	if (err) {
		account_locked_vm(pin->mm, pin->nr_pages, false);
		account_locked_vm(pin->mm, pin->nr_pages, false);
	}
	return err;
	// end::todo-3[]
