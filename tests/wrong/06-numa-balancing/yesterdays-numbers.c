/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the numbers of an earlier run. */
	// tag::todo-4[]
	static uint64_t nr_calls;

	ret[0] = nr_calls ? 1689 : 0;
	ret[1] = nr_calls++ ? 1688 : 0;
	return 0;
	// end::todo-4[]
