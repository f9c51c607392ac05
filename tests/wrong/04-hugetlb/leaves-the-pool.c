/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Leaves the pools as they are, not as they were. */
	// tag::restore[]
	(void)before;
	// end::restore[]
