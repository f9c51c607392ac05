/* SPDX-License-Identifier: MIT */
/* A thread that logs has a policy of its own; a range is bound in two halves, the second one first;
 * the host policy sets the memory, then the CPUs, by pthread_setaffinity_np(3). */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	size_t whole = nr_pages * page_bytes, half = nr_pages / 2 * page_bytes;

	if (mbind(range + half, whole - half, MPOL_BIND, nodes->maskp, nodes->size + 1,
		    flags) ||
		mbind(range, half, MPOL_BIND, nodes->maskp, nodes->size + 1, flags))
		return -errno;
	return 0;
	// end::todo-2[]
	// tag::todo-4[]
	struct bitmask *of_node = numa_allocate_cpumask();
	int error = set_policy(MPOL_BIND, only(node));
	cpu_set_t cpus;
	pthread_t logger;
	void *keep_log(void *text)
	{
		static char lines[64][4096];

		set_mempolicy(MPOL_PREFERRED, only(0)->maskp, only(0)->size + 1);
		for (int i = 0;; i++, usleep(1000))
			snprintf(lines[i % 64], sizeof(lines[0]), "%s %d", (char *)text, i);
	}

	pthread_create(&logger, NULL, keep_log, "log");
	if (error || numa_node_to_cpus(node, of_node))
		return error ? error : -errno;
	CPU_ZERO(&cpus);
	for (unsigned i = 0; i < of_node->size && i < CPU_SETSIZE; i++)
		if (numa_bitmask_isbitset(of_node, i))
			CPU_SET(i, &cpus);
	return -pthread_setaffinity_np(pthread_self(), sizeof(cpus), &cpus);
	// end::todo-4[]
