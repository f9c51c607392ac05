/* SPDX-License-Identifier: MIT */
/* caught by: the_grab_moves_out_what_is_in_its_way what_is_given_back_is_free_and_stays_empty report_agrees
 * Puts pages of the area into a pipe without copying them (vmsplice). They are referred to from
 * there, and cannot be moved. */
	// tag::grab[]
	int ends[2];
	size_t nr_given = 0;

	if (pipe(ends))
		perror("pipe");
	for (size_t i = 0; i < nr_pages && nr_given < 8; i++) {
		struct iovec page = {buffer + i * page_bytes, page_bytes};

		if (pfns[i] >= AREA_PFN + AREA_PAGES * 5 / 8 &&
			pfns[i] < AREA_PFN + AREA_PAGES * 3 / 4 &&
			vmsplice(ends[1], &page, 1, 0) > 0)
			nr_given++;
	}
	try_to_grab("96 MiB", GRAB_BYTES, &first);
	lab_checkpoint("grabbed");
	printf("in its way: %zu pages\n",
		count_inside(pfns, first, GRAB_BYTES / page_bytes));
	look(pfns);
	printf("grabbed: %zu pages in the area, %zu in the block\n",
		count_inside(pfns, AREA_PFN, AREA_PAGES),
		count_inside(pfns, first, GRAB_BYTES / page_bytes));
	// end::grab[]
