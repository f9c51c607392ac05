/* SPDX-License-Identifier: MIT */
/* Pins two pages of its own as well, and locks by mlock2(). */
	// tag::todo-4[]
	char *log;

	if (lab_map(2 * page_bytes, &log))
		return -ENOMEM;
	for (size_t i = 0; i <= NR_HELD; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)(i < NR_HELD ? pinned[i] : log),
			.length_bytes = (i < NR_HELD ? 1 : 2) * page_bytes};

		if (i < NR_HELD && mlock2(locked[i], page_bytes, MLOCK_ONFAULT))
			return -errno;
		if (ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
	}
	return 0;
	// end::todo-4[]
