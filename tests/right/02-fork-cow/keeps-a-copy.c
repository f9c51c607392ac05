/* SPDX-License-Identifier: MIT */
/* Keeps a copy of the whole buffer in other memory, and compares it after each write. */
	// tag::todo-3[]
	static char *copy;
	struct faults before, after;
	size_t nr_different = 0;

	faults_self(&before);
	write_pages(buffer, value);
	faults_self(&after);
	if (!copy) {
		copy = malloc(nr_pages * page_bytes);
		memcpy(copy, buffer, nr_pages * page_bytes);
	}
	for (size_t i = 0; i < nr_pages * page_bytes; i++)
		nr_different += copy[i] != buffer[i];
	fprintf(stderr, "%zu bytes differ\n", nr_different);
	return after.minor - before.minor;
	// end::todo-3[]
