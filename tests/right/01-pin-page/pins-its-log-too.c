/* SPDX-License-Identifier: MIT */
/* Has some pages of its own pinned as well, and tries a range that is refused before. */
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct page_pin_range none = {.address = (uintptr_t)buffer};
	struct page_pin_range log = {.length_bytes = 3 * page_bytes};
	struct faults before, after;
	char *pages;

	if (!ioctl(device, PAGE_PIN_PIN, &none) || lab_map(3 * page_bytes, &pages))
		return -EINVAL;
	log.address = (uintptr_t)pages;
	if (ioctl(device, PAGE_PIN_PIN, &log))
		return -errno;
	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return ioctl(device, PAGE_PIN_UNPIN, &log) ? -errno : 0;
	// end::todo-1[]
