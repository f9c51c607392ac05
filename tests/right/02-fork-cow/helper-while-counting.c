/* SPDX-License-Identifier: MIT */
/* Notes each page in a table of its own while it counts: the table's faults are counted by the
 * program, and are nobody else's business. */
	// tag::todo-3[]
	struct faults before, after;
	uint64_t *table = malloc(nr_pages * 512 * sizeof(*table));

	faults_self(&before);
	write_pages(buffer, value);
	for (size_t i = 0; i < nr_pages; i++)
		table[i * 512] = i;
	faults_self(&after);
	fprintf(stderr, "%" PRIu64 "\n", table[512]);
	free(table);
	return after.minor - before.minor;
	// end::todo-3[]
