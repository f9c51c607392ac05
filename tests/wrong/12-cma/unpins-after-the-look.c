/* SPDX-License-Identifier: MIT */
/* caught by: a_long_term_pin_takes_pages_out_first
 * Gives the pins back before the driver takes its block. */

	// tag::grab[]
	for (size_t i = 0; i < NR_PINNED; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)addresses[i], .length_bytes = page_bytes};
		ioctl(pins, PAGE_PIN_UNPIN, &range);
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
