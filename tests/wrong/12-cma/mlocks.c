/* SPDX-License-Identifier: MIT */
/* caught by: a_long_term_pin_takes_pages_out_first
 * Takes locked pages for pinned ones. */
	// tag::todo-4[]
	for (size_t i = 0; i < NR_PINNED; i++)
		if (mlock(addresses[i], page_bytes))
			return -errno;
	return 0;
	// end::todo-4[]
