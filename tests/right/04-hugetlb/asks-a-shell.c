/* SPDX-License-Identifier: MIT */
/* Has a shell write the numbers, which copies the descriptor that it opens. */
	// tag::todo-2[]
	struct hugepages pool = {0};
	char command[160], folder[64] = "/sys/kernel/mm";

	if (node != ALL_NODES)
		snprintf(folder, sizeof(folder), "/sys/devices/system/node/node%d", node);
	snprintf(command, sizeof(command),
		"echo %" PRIu64 " > %s/hugepages/hugepages-%zukB/nr_hugepages", nr_pages, folder,
		page_bytes / 1024);
	if (system(command))
		fprintf(stderr, "%s: failed\n", command);
	hugepages_read(page_bytes, node, &pool);
	return pool.nr;
	// end::todo-2[]
