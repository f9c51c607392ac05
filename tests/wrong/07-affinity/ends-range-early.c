/* SPDX-License-Identifier: MIT */
/* caught by: each_task_may_run_where_its_list_says
 * Leaves the last CPU of a range out. */
	// tag::todo-3[]
	char *end = (char *)text;

	CPU_ZERO(ret);
	while (*end) {
		long first = strtol(end, &end, 10), last = first + 1;

		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		for (long cpu = first; cpu < last; cpu++)
			CPU_SET(cpu, ret);
		end += *end == ',';
	}
	// end::todo-3[]
