/* SPDX-License-Identifier: MIT */
/* caught by: a_long_term_pin_takes_pages_out_first
 * Pins these pages, but has moved them out of the area by move_pages() before. */
	// tag::todo-4[]
	int nodes[NR_PINNED] = {0}, status[NR_PINNED];

	if (move_pages(0, NR_PINNED, (void **)addresses, nodes, status, MPOL_MF_MOVE))
		return -errno;
	for (size_t i = 0; i < NR_PINNED; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)addresses[i], .length_bytes = page_bytes};

		if (ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
	}
	return 0;
	// end::todo-4[]
