/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: locked_memory_has_its_limit
 * What could not be pinned stays charged. */

	// tag::todo-3[]
	int err = account_locked_vm(pin->mm, pin->nr_pages, true);

	return err ? err : pin_pages(pin);
	// end::todo-3[]
