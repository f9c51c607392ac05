/* SPDX-License-Identifier: MIT */
/* caught by: locked_pages_move_and_pinned_ones_stay
 * Pins as many pages as it should, of other memory. */
	// tag::todo-4[]
	char *others;

	if (lab_map(NR_HELD * page_bytes, &others))
		return -ENOMEM;
	for (size_t i = 0; i < NR_HELD; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)others + i * page_bytes,
			.length_bytes = page_bytes};

		if (mlock(locked[i], page_bytes) || ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
	}
	return (void)pinned, 0;
	// end::todo-4[]
