/* SPDX-License-Identifier: MIT */
/* caught by: every_page_has_the_frame_that_the_kernel_says
 * Takes the frames of a buffer for neighbours, as its pages are. */
	// tag::rows[]
	uint64_t first = pages[2].pfn;

	for (size_t i = 0; i < nr_pages; i++) {
		const struct pagemap_entry *p = &pages[i];

		printf("page %zu: %s, pfn 0x%" PRIx64 ", mapped %" PRIu64
		       ", file %d, exclusive %d, swap %u/0x%" PRIx64 "; ordinarily %s\n",
			i, state_of(p), p->pfn ? first + i : 0, counts[i], p->file_or_shmem, p->exclusive,
			p->swap_type, p->swap_offset, state_of(&ordinary[i]));
	}
	// end::rows[]
