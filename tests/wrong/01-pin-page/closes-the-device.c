/* SPDX-License-Identifier: MIT */
/* caught by: what_was_acquired_is_released
 * Pins each buffer through a file of its own, and closes that. */
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;
	int own = open("/dev/page_pin", O_RDWR | O_CLOEXEC);

	dup2(own, buffer == pinned ? 100 : 101);
	close(own);
	faults_self(&before);
	if (ioctl(buffer == pinned ? 100 : 101, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
	// tag::todo-2[]
	return close(buffer == pinned ? 100 : 101) ? -errno : 0;
	// end::todo-2[]
