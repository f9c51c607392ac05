/* SPDX-License-Identifier: MIT */
/* Writes the numbers by itself, as echo does, with a newline. */
	// tag::todo-2[]
	struct hugepages pool = {0};
	char path[128];
	FILE *file;

	if (node == ALL_NODES)
		snprintf(path, sizeof(path), "/sys/kernel/mm/hugepages/hugepages-%zukB/nr_hugepages",
			page_bytes / 1024);
	else
		snprintf(path, sizeof(path),
			"/sys/devices/system/node/node%d/hugepages/hugepages-%zukB/nr_hugepages",
			node, page_bytes / 1024);
	file = fopen(path, "w");
	if (file)
		fprintf(file, "%" PRIu64 "\n", nr_pages), fclose(file);
	hugepages_read(page_bytes, node, &pool);
	return pool.nr;
	// end::todo-2[]
