/* SPDX-License-Identifier: MIT */
/* Writes a record of 1 KiB for each page, in other memory, before it counts. */
	// tag::todo-3[]
	struct faults before, after;
	char *record = malloc(nr_pages * 1024);

	memset(record, value, nr_pages * 1024);
	faults_self(&before);
	write_pages(buffer, value);
	faults_self(&after);
	fprintf(stderr, "%d\n", record[nr_pages]);
	free(record);
	return after.minor - before.minor;
	// end::todo-3[]
