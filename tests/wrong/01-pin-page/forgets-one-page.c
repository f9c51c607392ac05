/* SPDX-License-Identifier: MIT */
/* caught by: what_was_acquired_is_released
 * Pins a page of its own, too, and never unpins it. */
	// tag::pin-written[]
	char *mine;
	struct page_pin_range range = {.length_bytes = page_bytes};

	write_pages(control);
	lab_checkpoint("written");
	pin(control, &written);
	lab_checkpoint("both-pinned");
	unpin(control);
	lab_map(page_bytes, &mine);
	range.address = (uintptr_t)mine;
	ioctl(device, PAGE_PIN_PIN, &range);
	printf("pinning untouched pages: %" PRIu64 " faults\n", untouched);
	printf("pinning written pages: %" PRIu64 " faults\n", written);
	// end::pin-written[]
