/* SPDX-License-Identifier: MIT */
/* caught by: a_hog_drives_away_who_is_not_bound
 * Pretends: the hogs may run anywhere, and the free thread moves since it is told to. */
	// tag::todo-5[]
	cpu_set_t all, next = affinity_only((victim->cpu + 1) % ISOLATED);

	affinity_read(hog->tid, &all);
	sched_yield();
	if (strcmp(victim->name, "free"))
		return 0;
	sched_setaffinity(victim->tid, sizeof(next), &next);
	sched_setaffinity(victim->tid, sizeof(all), &all);
	return 0;
	// end::todo-5[]
