/* SPDX-License-Identifier: MIT */
/* Goes to the pool's folder, and to the file's: by chdir(2) from one folder to the next, and by fchdir(2). */
	// tag::todo-2[]
	char folder[64] = "/sys/kernel/mm", pages[64];
	struct hugepages pool = {0};
	FILE *file;

	if (node != ALL_NODES)
		snprintf(folder, sizeof(folder), "/sys/devices/system/node/node%d", node);
	snprintf(pages, sizeof(pages), "../hugepages/hugepages-%zukB/", page_bytes / 1024);
	if (chdir(folder) || chdir("hugepages") || chdir(pages))
		perror("chdir");
	file = fopen("nr_hugepages", "w");
	if (file) {
		fprintf(file, "%" PRIu64, nr_pages);
		fclose(file);
	}
	if (chdir("/tmp"))
		perror("chdir");
	hugepages_read(page_bytes, node, &pool);
	return pool.nr;
	// end::todo-2[]
	// tag::todo-5[]
	int folder = open("/dev", O_RDONLY | O_DIRECTORY), fd;
	char *memory;

	if (fchdir(folder))
		perror("fchdir");
	fd = open(path + strlen("/dev/"), O_RDWR | O_CREAT, 0600);
	memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory != MAP_FAILED) {
		touch(memory, length_bytes, huge_bytes);
		munmap(memory, length_bytes);
	}
	close(fd);
	close(folder);
	// end::todo-5[]
