/* SPDX-License-Identifier: MIT */
/* caught by: a_hog_drives_away_who_is_not_bound
 * The hogs are sent and sleep; another process spins in their place. */
	// tag::hogs[]
	int go[2]; char c;
	if (pipe(go)) return;
	pid_t pusher = fork();
	if (!pusher) {
		if (read(go[0], &c, 1)) { cpu_set_t one = affinity_only(c); sched_setaffinity(0, sizeof(one), &one); }
		for (alarm(5);;) ;
	}
	set_affinity(bound->tid, &cpus);
	crew_go(&crew);
	while (free->cpu == bound->cpu)
		usleep(1000);
	count_migrations("alone", &crew, before);
	send_hog(&hogs.of[0], free); send_hog(&hogs.of[1], bound);
	crew_settle(&hogs);
	c = free->cpu;
	if (write(go[1], &c, 1)) {}
	do {
		usleep(5000);
		thread_migrations(free->tid, &after[0]);
	} while (after[0] == before[0] && patience_lasts(&patience, after[0]));
	count_migrations("crowded", &crew, after);
	// end::hogs[]
