/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: locked_memory_has_its_limit
 * Pins as much as it is asked to. */

	// tag::todo-3[]
	return pin_pages(pin);
	// end::todo-3[]

	// tag::todo-5[]
	unpin_user_pages(pin->pages, pin->nr_pages);
	// end::todo-5[]
