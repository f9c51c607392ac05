/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads
 * A thread whose own policy says the same writes the range. */
	// tag::range[]
	void *wr(void *u) { set_mempolicy(MPOL_BIND, only(away)->maskp, only(0)->size + 1); write_pages(range, 0, nr_pages); return u; }
	pthread_t t;
	set_policy(MPOL_BIND, only(home));
	bind_range(range, away, 0);
	pthread_create(&t, NULL, wr, NULL);
	pthread_join(t, NULL);
	write_pages(range, 0, nr_pages);
	lab_checkpoint("range");
	// end::range[]
