/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Writes another region on the other node, and announces that as the one that moved. */
	// tag::moved[]
	write_pages(moved, 0, nr_pages);
	lab_checkpoint("unmoved");
	char *copy = map_region("copy");

	bind_range(copy, away, 0);
	memcpy(copy, moved, nr_pages * page_bytes);
	lab_region("moved", copy, nr_pages * page_bytes);
	lab_checkpoint("moved");
	moved = copy;
	// end::moved[]
