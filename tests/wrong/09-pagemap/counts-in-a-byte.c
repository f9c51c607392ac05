/* SPDX-License-Identifier: MIT */
/* caught by: frames_tell_how_often_they_are_mapped
 * Keeps each map count in a byte. */

	// tag::counts[]
	uint8_t small[PART_PAGES];

	ask_frames(kpagecount, pages, nr_pages, counts);
	for (size_t i = 0; i < nr_pages; i++)
		small[i] = (uint8_t)counts[i];
	for (size_t i = 0; i < nr_pages; i++)
		counts[i] = small[i];
	// end::counts[]
