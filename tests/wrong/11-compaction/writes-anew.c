/* SPDX-License-Identifier: MIT */
/* caught by: moved_pages_went_up_and_kept_their_contents
 * Writes other things into its pages once they have moved. */
	// tag::compact[]
	compact();
	show("compacted");
	lab_checkpoint("compacted");
	ask("order 9 again", 0, 1);
	after = frames();
	for (size_t i = 0; i < nr_pages; i++)
		if (after[i])
			*(uint64_t *)(buffer + i * page_bytes) = i;
	lab_checkpoint("granted");
	printf("moved: %zu pages\n", count_moved(before, after));
	// end::compact[]
