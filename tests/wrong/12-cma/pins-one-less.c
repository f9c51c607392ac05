/* SPDX-License-Identifier: MIT */
/* caught by: a_long_term_pin_takes_pages_out_first
 * Pins all pages but the last. */
	// tag::todo-4[]
	for (size_t i = 0; i < NR_PINNED - 1; i++) {
		struct page_pin_range range = {.address = (uintptr_t)addresses[i],
			.length_bytes = page_bytes};

		if (ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
	}
	return 0;
	// end::todo-4[]
