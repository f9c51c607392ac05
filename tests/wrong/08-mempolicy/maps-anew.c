/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Throws the pages away and writes new ones: their contents are lost. */
	// tag::moved[]
	write_pages(moved, 0, nr_pages);
	lab_checkpoint("unmoved");
	madvise(moved, nr_pages * page_bytes, MADV_DONTNEED);
	bind_range(moved, away, 0);
	write_pages(moved, 0, nr_pages);
	lab_checkpoint("moved");
	// end::moved[]
