/* SPDX-License-Identifier: MIT */
/* Sends a hog to its CPU by way of another one, which takes a while. */
	// tag::todo-5[]
	cpu_set_t first = affinity_only(6), cpus;
	int error = set_affinity(hog->tid, &first);

	usleep(20000);
	cpus = affinity_only(victim->cpu);
	return error ? error : set_affinity(hog->tid, &cpus);
	// end::todo-5[]
