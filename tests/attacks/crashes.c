/* SPDX-License-Identifier: MIT */
/* The parent crashes when it is its turn: what was proven before still counts. */
	// tag::todo-3[]
	/* TODO 3 */
	struct faults before, after;

	if (value == 30)
		*(volatile int *)0x1230 = 1; /* the crash is here */
	faults_self(&before);
	write_pages(buffer, value);
	faults_self(&after);
	return after.minor - before.minor;
	/* end of TODO 3 */
	// end::todo-3[]
