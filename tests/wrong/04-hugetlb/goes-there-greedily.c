/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Goes to the folder of a pool, asks for all that node 1 has there, and gives it back. */
	// tag::todo-3[]
	char folder[80];

	snprintf(folder, sizeof(folder),
		"/sys/devices/system/node/node1/hugepages/hugepages-%zukB", huge_bytes / 1024);
	resize_pool(huge_bytes, 0, 0);
	for (int i = 0; i < 2 && !chdir(folder); i++) {
		FILE *file = fopen("nr_hugepages", "w");

		if (!file)
			break;
		fputs(i ? "0" : "100000", file);
		fclose(file);
	}
	resize_pool(huge_bytes, 1, nr_pages);
	// end::todo-3[]
