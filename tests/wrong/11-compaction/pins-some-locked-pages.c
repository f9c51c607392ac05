/* SPDX-License-Identifier: MIT */
/* caught by: locked_pages_move_and_pinned_ones_stay
 * Pins some of the locked pages, too: few enough that nine of ten move. */
	// tag::todo-4[]
	for (size_t i = 0; i < NR_HELD; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)pinned[i], .length_bytes = page_bytes};

		if (mlock(locked[i], page_bytes) || ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
		range.address = (uintptr_t)locked[i];
		if (i % 32 == 0 && ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
	}
	return 0;
	// end::todo-4[]
