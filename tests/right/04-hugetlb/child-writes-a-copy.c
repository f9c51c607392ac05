/* SPDX-License-Identifier: MIT */
/* Opens the pool's file, and has a child write to a copy of the descriptor. */
#include <sys/wait.h>
	// tag::todo-2[]
	struct hugepages pool = {0};
	char path[128], folder[64] = "/sys/kernel/mm";
	int fd, copy;

	if (node != ALL_NODES)
		snprintf(folder, sizeof(folder), "/sys/devices/system/node/node%d", node);
	snprintf(path, sizeof(path), "%s/hugepages/hugepages-%zukB/nr_hugepages", folder,
		page_bytes / 1024);
	fd = open(path, O_WRONLY);
	copy = dup(fd);
	close(fd);
	if (!fork()) {
		dprintf(copy, "%" PRIu64, nr_pages);
		_exit(0);
	}
	wait(NULL);
	close(copy);
	hugepages_read(page_bytes, node, &pool);
	return pool.nr;
	// end::todo-2[]
