/* SPDX-License-Identifier: MIT */
/* caught by: the_kernel_counts_each_pinned_page_once
 * Pins the first page once more, by another open file, and unpins it later. */
	// tag::pin-untouched[]
	int other = open("/dev/page_pin", O_RDWR);
	struct page_pin_range first = {
		.address = (uintptr_t)pinned, .length_bytes = page_bytes};

	lab_checkpoint("mapped");
	pin(pinned, &untouched);
	ioctl(other, PAGE_PIN_PIN, &first);
	lab_checkpoint("pinned");
	ioctl(other, PAGE_PIN_UNPIN, &first);
	// end::pin-untouched[]
