/* SPDX-License-Identifier: MIT */
/* caught by: frames_tell_how_often_they_are_mapped
 * Guesses the map count: 1 if mapped only here, else 2. */
	// tag::rows[]
	for (size_t i = 0; i < nr_pages; i++) {
		const struct pagemap_entry *p = &pages[i];

		printf("page %zu: %s, pfn 0x%" PRIx64 ", mapped %" PRIu64
		       ", file %d, exclusive %d, swap %u/0x%" PRIx64 "; ordinarily %s\n",
			i, state_of(p), p->pfn, p->pfn ? UINT64_C(2) - p->exclusive : 0, p->file_or_shmem, p->exclusive,
			p->swap_type, p->swap_offset, state_of(&ordinary[i]));
	}
	// end::rows[]
