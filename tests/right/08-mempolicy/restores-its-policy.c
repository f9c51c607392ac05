/* SPDX-License-Identifier: MIT */
/* Asks for the policy that it had when it is refused; a thread binds the range, from its end and twice; memory
 * of its own has other policies; libnuma makes the host. */
	// tag::todo-2[]
	int error = 0;
	struct bitmask *nodes = only(node);
	void *help(void *u) {
		for (size_t i = nr_pages; i-- > 0;)
			if (mbind(range + i * page_bytes, page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, flags)) error = -errno;
		if (mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, flags)) error = -errno;
		return u;
	}
	pthread_t t;
	pthread_create(&t, NULL, help, NULL);
	pthread_join(t, NULL);
	return error;
	// end::todo-2[]
	// tag::todo-5[]
	int node, again;
	(void)*(volatile char *)page;
	if (get_mempolicy(&node, NULL, 0, page, MPOL_F_NODE | MPOL_F_ADDR)) return -errno;
	if (get_mempolicy(&again, NULL, 0, page, MPOL_F_ADDR | MPOL_F_NODE) || again != node) return -EAGAIN;
	return node;
	// end::todo-5[]
	// tag::todo-3[]
	unsigned long old[16]; int mode;
	if (get_mempolicy(&mode, old, 1024, NULL, 0)) return -errno;
	int error = set_policy(MPOL_BIND, nodes);
	if (error) { set_mempolicy(mode, old, 1024); return error; }
	return get_mempolicy(&mode, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
	// tag::todo-1[]
	size_t bytes = 64 * page_bytes;
	char *own = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mbind(own, bytes, MPOL_INTERLEAVE, numa_all_nodes_ptr->maskp, numa_all_nodes_ptr->size + 1, 0);
	memset(own, 1, bytes);
	mbind(own, bytes, MPOL_BIND, only(0)->maskp, only(0)->size + 1, MPOL_MF_MOVE);
	int error = set_mempolicy(mode, nodes->maskp, nodes->size + 1) ? -errno : 0;
	munmap(own, bytes);
	return error;
	// end::todo-1[]
	// tag::todo-4[]
	numa_bind(only(node));
	return 0;
	// end::todo-4[]
