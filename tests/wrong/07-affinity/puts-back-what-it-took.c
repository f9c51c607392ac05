/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out
 * Takes any CPU when it is refused, and has the old ones again before somebody looks. */
	// tag::todo-1[]
	cpu_set_t old, any = affinity_only(1);
	int error;

	sched_getaffinity(tid, sizeof(old), &old);
	error = sched_setaffinity(tid, sizeof(*cpus), cpus) ? -errno : 0;
	if (error) {
		sched_setaffinity(tid, sizeof(any), &any);
		sched_setaffinity(tid, sizeof(old), &old);
	}
	return error;
	// end::todo-1[]
