/* SPDX-License-Identifier: MIT */
/* caught by: pinning_written_pages_faults_in_none
 * Pins the first half of the control buffer by a second open file, too, and unpins it by both. */
	// tag::patience[]
#define PATIENCE_MS 8000
static int other;
	// end::patience[]
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;

	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	if (buffer == control) {
		other = open("/dev/page_pin", O_RDWR);
		range.length_bytes = nr_pages / 2 * page_bytes;
		if (ioctl(other, PAGE_PIN_PIN, &range))
			return -errno;
	}
	return 0;
	// end::todo-1[]
	// tag::todo-2[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};

	if (ioctl(device, PAGE_PIN_UNPIN, &range))
		return -errno;
	range.length_bytes = nr_pages / 2 * page_bytes;
	return buffer == control && ioctl(other, PAGE_PIN_UNPIN, &range) ? -errno : 0;
	// end::todo-2[]
