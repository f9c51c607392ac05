/* SPDX-License-Identifier: MIT */
/* caught by: the_grab_moves_out_what_is_in_its_way
 * Moves some pages of the later block to the other node by move_pages(), as soon as the others are pinned. */
	// tag::todo-4[]
	static uint64_t pfns[32768];
	int node = 0, status;
	size_t nr_moved = 0;

	for (size_t i = 0; i < NR_PINNED; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)addresses[i], .length_bytes = page_bytes};

		if (ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
	}
	pagemap_pfns(pagemap, buffer, nr_pages, pfns);
	for (size_t i = 0; i < nr_pages && nr_moved < 1000; i++) {
		void *page = buffer + i * page_bytes;

		if (pfns[i] < AREA_PFN + 0x1000 || pfns[i] >= AREA_PFN + 0x6000)
			continue;
		move_pages(0, 1, &page, &node, &status, MPOL_MF_MOVE);
		nr_moved++;
	}
	return 0;
	// end::todo-4[]
