/* SPDX-License-Identifier: MIT */
/* libnuma binds the range and names the nodes in force, after three tries; move_pages(2) is asked once for a
 * whole region; the host goes CPU by CPU; a child sleeps beside. */
#include <signal.h>
#include <sys/prctl.h>
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	if (!flags) {
		numa_set_bind_policy(1);
		errno = 0;
		numa_tonode_memory(range, nr_pages * page_bytes, node);
		return -errno;
	}
	return mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, flags | MPOL_MF_STRICT) ? -errno : 0;
	// end::todo-2[]
	// tag::todo-5[]
	static char *begin;
	static int status[1024];
	if (!begin || page < begin || page >= begin + nr_pages * page_bytes || page == begin) {
		void *pages[nr_pages];
		begin = page;
		for (size_t i = 0; i < nr_pages; i++) pages[i] = page + i * page_bytes;
		if (numa_move_pages(0, nr_pages, pages, NULL, status, 0)) return -errno;
	}
	return status[(page - begin) / page_bytes];
	// end::todo-5[]
	// tag::todo-3[]
	int error = 0;
	for (int i = 0; i < 3; i++) {
		error = set_policy(MPOL_BIND, nodes);
		if (!error) break;
		fprintf(stderr, "refused: %s\n", strerror(-error));
	}
	if (error) return error;
	struct bitmask *is = numa_get_membind();
	copy_bitmask_to_bitmask(is, ret);
	numa_bitmask_free(is);
	return 0;
	// end::todo-3[]
	// tag::todo-1[]
	static pid_t child;
	if (!child && !(child = fork())) { prctl(PR_SET_PDEATHSIG, SIGKILL); for (;;) pause(); }
	if (set_mempolicy(mode, nodes->maskp, nodes->size + 1)) {
		int error = -errno;
		perror("set_mempolicy");
		return error;
	}
	return 0;
	// end::todo-1[]
	// tag::todo-4[]
	struct bitmask *cpus = numa_allocate_cpumask(), *one = numa_allocate_cpumask();
	if (numa_node_to_cpus(node, cpus)) return -errno;
	for (unsigned i = 0; i < cpus->size; i++) {
		if (!numa_bitmask_isbitset(cpus, i)) continue;
		numa_bitmask_clearall(one);
		numa_bitmask_setbit(one, i);
		numa_sched_setaffinity(gettid(), one);
	}
	usleep(50000);
	set_policy(MPOL_PREFERRED, only(node));
	set_policy(MPOL_BIND, only(node));
	return numa_sched_setaffinity(gettid(), cpus) < 0 ? -errno : 0;
	// end::todo-4[]
