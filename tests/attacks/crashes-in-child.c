/* SPDX-License-Identifier: MIT */
/* The child aborts after the fork; its parent ends well. */
	// tag::forked[]
	lab_checkpoint("forked");
	abort(); /* the crash is here */
	// end::forked[]

	// tag::order[]
	(void)turn;
	wait(NULL);
	exit(0);
	// end::order[]
