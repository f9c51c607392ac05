/* SPDX-License-Identifier: MIT */
/* caught by: pinning_untouched_pages_faults_in_every_one
 * Another call takes the faults, and is counted with the pinning. */
#include <sys/mman.h>
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;

	faults_self(&before);
	madvise((char *)buffer, range.length_bytes, MADV_POPULATE_WRITE);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
