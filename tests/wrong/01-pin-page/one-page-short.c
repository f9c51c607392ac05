/* SPDX-License-Identifier: MIT */
/* caught by: pinning_untouched_pages_faults_in_every_one pinning_written_pages_faults_in_none the_kernel_counts_each_pinned_page_once pinned_pages_stay_while_others_move
 * Leaves the last page out. */
	// tag::todo-1[]
	struct page_pin_range range = {.address = (uintptr_t)buffer,
		.length_bytes = (nr_pages - 1) * page_bytes};
	struct faults before, after;

	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
	// tag::todo-2[]
	struct page_pin_range range = {.address = (uintptr_t)buffer,
		.length_bytes = (nr_pages - 1) * page_bytes};

	return ioctl(device, PAGE_PIN_UNPIN, &range) ? -errno : 0;
	// end::todo-2[]
