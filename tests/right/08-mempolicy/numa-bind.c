/* SPDX-License-Identifier: MIT */
/* Has libnuma do both. */
	// tag::todo-4[]
	numa_bind(only(node));
	return 0;
	// end::todo-4[]
