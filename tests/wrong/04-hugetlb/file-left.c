/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Leaves the file, and its pages with it. */
	// tag::remove[]
	// end::remove[]
