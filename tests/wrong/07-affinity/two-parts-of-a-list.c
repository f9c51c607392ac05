/* SPDX-License-Identifier: MIT */
/* caught by: each_task_may_run_where_its_list_says
 * Reads two parts of a list, and no third one. */
	// tag::todo-3[]
	char *end = (char *)text;

	CPU_ZERO(ret);
	for (int part = 0; part < 2 && *end; part++) {
		long first = strtol(end, &end, 10), last = first;

		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		for (long cpu = first; cpu <= last; cpu++)
			CPU_SET(cpu, ret);
		end += *end == ',';
	}
	// end::todo-3[]
