/* SPDX-License-Identifier: MIT */
/* Clears a log of 160 KiB before it counts: faults, but not at the buffer. */
#include <string.h>
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;
	char *log = malloc(160 << 10);

	memset(log, 1, 160 << 10);
	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	snprintf(log, 160 << 10, "%d", (int)(after.minor - before.minor));
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
