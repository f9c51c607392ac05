/* SPDX-License-Identifier: MIT */
/* caught by: collapse_makes_huge_pages_of_small_ones
 * Huge pages of other memory take the place of the small ones; nothing is left to be collapsed. */
	// tag::collapsed[]
	char *other = map_aligned("other");

	thp_mode_write("enabled", "always");
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(other, i);
	thp_mode_write("enabled", mode.text);
	mremap(other, length_bytes, length_bytes, MREMAP_MAYMOVE | MREMAP_FIXED, plain);
	collapse(plain);
	// end::collapsed[]
