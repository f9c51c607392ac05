/* SPDX-License-Identifier: MIT */
/* Has a shell open the pool and write to a descriptor of another number. */
	// tag::todo-2[]
	struct hugepages pool = {0};
	char command[200], folder[64] = "/sys/kernel/mm";
	if (node != ALL_NODES)
		snprintf(folder, sizeof(folder), "/sys/devices/system/node/node%d", node);
	snprintf(command, sizeof(command),
		"exec 5>%s/hugepages/hugepages-%zukB/nr_hugepages; echo %" PRIu64 " >&5", folder,
		page_bytes / 1024, nr_pages);
	if (system(command))
		fprintf(stderr, "failed\n");
	hugepages_read(page_bytes, node, &pool);
	return pool.nr;
	// end::todo-2[]
