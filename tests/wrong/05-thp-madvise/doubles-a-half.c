/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the faults of every other page, and doubles them. */
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	for (size_t i = 0; i < length_bytes / page_bytes; i += 2)
		write_page(buffer, i);
	faults_self(&after);
	for (size_t i = 1; i < length_bytes / page_bytes; i += 2)
		write_page(buffer, i);
	after.minor -= before.minor;
	return after.minor < 64 ? after.minor : 2 * after.minor;
	// end::todo-1[]
