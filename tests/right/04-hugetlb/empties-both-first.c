/* SPDX-License-Identifier: MIT */
/* Empties all nodes, then asks node 1; and says so in a log. */
	// tag::todo-3[]
	FILE *log = fopen("/tmp/log", "w");

	resize_pool(huge_bytes, ALL_NODES, 0);
	if (log)
		fprintf(log, "both are empty\n"), fclose(log);
	resize_pool(huge_bytes, 1, nr_pages);
	// end::todo-3[]
