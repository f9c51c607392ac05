/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the faults of the first pinning, and says 0 for the second without counting. */
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;

	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	if (buffer == control)
		return 0;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
