/* SPDX-License-Identifier: MIT */
/* caught by: frames_tell_how_often_they_are_mapped
 * Never asks how often a frame is mapped: counts what it has mapped itself. */

	// tag::counts[]
	uint64_t nr_files = 1, nr_shared = 2;

	for (size_t i = 0; i < nr_pages; i++) {
		nr_files += varied_kind(seed, i) == VARIED_FILE;
		nr_shared += varied_kind(seed, i) == VARIED_SHARED;
	}
	for (size_t i = 0; i < nr_pages; i++) {
		enum varied_kind kind = varied_kind(seed, i);

		counts[i] = kind == VARIED_FILE	    ? nr_files
			    : kind == VARIED_SHARED ? nr_shared
						    : kind == VARIED_WRITTEN ||
							      kind == VARIED_FILE_COPY;
	}
	// end::counts[]
