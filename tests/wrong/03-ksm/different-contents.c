/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict the_writer_gets_a_frame_of_its_own one_write_breaks_one_page_out the_saving_shrinks_by_one_after_a_scan
 * Every page is different: nothing can be merged. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++)
		fill_page(buffer + i * page_bytes, i + (size_t)getpid() * 1000);
	// end::todo-1[]
