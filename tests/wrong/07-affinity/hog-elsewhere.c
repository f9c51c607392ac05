/* SPDX-License-Identifier: MIT */
/* caught by: a_hog_drives_away_who_is_not_bound
 * One hog is sent to the CPU beside, and the free thread is moved once. */
	// tag::todo-5[]
	int beside = strcmp(victim->name, "free") ? 0 : victim->cpu ? -1 : 1;
	cpu_set_t cpus = affinity_only(victim->cpu + beside), all;
	cpu_set_t next = affinity_only((victim->cpu + 3) % ISOLATED);

	affinity_read(hog->tid, &all);
	if (beside) {
		sched_setaffinity(victim->tid, sizeof(next), &next);
		sched_setaffinity(victim->tid, sizeof(all), &all);
	}
	return set_affinity(hog->tid, &cpus);
	// end::todo-5[]
