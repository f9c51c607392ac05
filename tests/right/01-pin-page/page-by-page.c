/* SPDX-License-Identifier: MIT */
/* Pins and unpins a page at a time. */
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	for (size_t i = 0; i < nr_pages; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)buffer + i * page_bytes,
			.length_bytes = page_bytes};

		if (ioctl(device, PAGE_PIN_PIN, &range))
			return -errno;
	}
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
	// tag::todo-2[]
	for (size_t i = 0; i < nr_pages; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)buffer + i * page_bytes,
			.length_bytes = page_bytes};

		if (ioctl(device, PAGE_PIN_UNPIN, &range))
			return -errno;
	}
	return 0;
	// end::todo-2[]
