/* SPDX-License-Identifier: MIT */
/* caught by: a_hog_drives_away_who_is_not_bound
 * Binds the hogs, and moves the free thread away itself. */
	// tag::todo-5[]
	cpu_set_t all, cpus = affinity_only(victim->cpu);
	cpu_set_t next = affinity_only((victim->cpu + 1) % ISOLATED);

	affinity_read(hog->tid, &all);
	if (!strcmp(victim->name, "free")) {
		sched_setaffinity(victim->tid, sizeof(next), &next);
		sched_setaffinity(victim->tid, sizeof(all), &all);
	}
	return set_affinity(hog->tid, &cpus);
	// end::todo-5[]
