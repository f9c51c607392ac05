/* SPDX-License-Identifier: MIT */
/* Leaves a child behind that hides in a session of its own and never ends. */
	// tag::map[]
	if (!fork()) {
		setsid();
		if (fork())
			_exit(0);
		for (;;)
			pause();
	}
	wait(NULL);
	if (lab_map(nr_pages * page_bytes, &buffer))
		return 1;
	// end::map[]
