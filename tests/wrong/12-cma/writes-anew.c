/* SPDX-License-Identifier: MIT */
/* caught by: the_grab_moves_out_what_is_in_its_way
 * Writes other things into its pages when they have moved. */
	// tag::grab[]
	try_to_grab("96 MiB", GRAB_BYTES, &first);
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = i;
	lab_checkpoint("grabbed");
	printf("in its way: %zu pages\n",
		count_inside(pfns, first, GRAB_BYTES / page_bytes));
	look(pfns);
	printf("grabbed: %zu pages in the area, %zu in the block\n",
		count_inside(pfns, AREA_PFN, AREA_PAGES),
		count_inside(pfns, first, GRAB_BYTES / page_bytes));
	// end::grab[]
