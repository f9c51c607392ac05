/* SPDX-License-Identifier: MIT */
/* caught by: pinning_written_pages_faults_in_none
 * Pins the control buffer only to count the faults: it is unpinned when the checker looks. */
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;

	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	if (buffer == control)
		ioctl(device, PAGE_PIN_UNPIN, &range);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
	// tag::todo-2[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};

	return ioctl(device, PAGE_PIN_UNPIN, &range) ? -errno : 0;
	// end::todo-2[]
