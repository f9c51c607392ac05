/* SPDX-License-Identifier: MIT */
/* caught by: processes_start_with_frames_of_their_own
 * The child inherits the filled buffer: shared by copy-on-write, not by merging. */
	// tag::prepare[]
	static char *inherited;

	buffer = inherited;
	if (!buffer && lab_map(nr_pages * page_bytes, &buffer))
		exit(1);
	if (!inherited)
		fill(buffer);
	inherited = buffer;
	lab_region("buffer", buffer, nr_pages * page_bytes);
	// end::prepare[]
	// tag::fork[]
	prepare();
	child = fork();
	// end::fork[]
