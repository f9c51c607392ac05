/* SPDX-License-Identifier: MIT */
/* caught by: collapse_makes_huge_pages_of_small_ones
 * What is shown as collapsed is another buffer, which got its huge pages by faults. */
	// tag::collapsed[]
	char *other = map_aligned("plain");

	thp_mode_write("enabled", "always");
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(other, i);
	thp_mode_write("enabled", mode.text);
	collapse(other);
	plain = other;
	// end::collapsed[]
