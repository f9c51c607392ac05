/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls what the kernel does not have. */

	// tag::todo-2[]
	/* TODO 2 */
	return pin_all_pages(pin);
	/* end of TODO 2 */
	// end::todo-2[]
