/* SPDX-License-Identifier: MIT */
/* caught by: a_long_term_pin_takes_pages_out_first
 * Moves the pages by move_pages(), and pins as many of another buffer. */
	// tag::todo-4[]
	struct page_pin_range range = {.length_bytes = NR_PINNED * page_bytes};
	int nodes[NR_PINNED] = {0}, status[NR_PINNED];
	char *other;

	if (move_pages(0, NR_PINNED, (void **)addresses, nodes, status, MPOL_MF_MOVE) ||
		lab_map(range.length_bytes, &other))
		return -errno;
	range.address = (uintptr_t)other;
	return ioctl(pins, PAGE_PIN_PIN, &range) ? -errno : 0;
	// end::todo-4[]
