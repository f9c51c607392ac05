/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the faults of as many pages of other memory, and writes the buffer afterwards. */
	// tag::todo-3[]
	struct faults before, after;
	char *other;

	lab_map(nr_pages * page_bytes, &other);
	faults_self(&before);
	for (size_t i = 0; i < nr_pages; i++)
		other[i * page_bytes] = value;
	faults_self(&after);
	write_pages(buffer, value);
	return after.minor - before.minor;
	// end::todo-3[]
