/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the pages that are not in memory before the ioctl, and no faults. */
	// tag::todo-1[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	uint64_t pfns[nr_pages], nr = 0;

	pagemap_pfns(pagemap, buffer, nr_pages, pfns);
	for (size_t i = 0; i < nr_pages; i++)
		nr += !pfns[i];
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	*ret_nr_faults = nr;
	return 0;
	// end::todo-1[]
