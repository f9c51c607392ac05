/* SPDX-License-Identifier: MIT */
/* caught by: each_task_may_run_where_its_list_says
 * Takes every digit of a list for a CPU. */
	// tag::todo-3[]
	CPU_ZERO(ret);
	for (const char *c = text; *c; c++) {
		if (*c == '-')
			for (int cpu = c[-1] - '0'; cpu <= c[1] - '0'; cpu++)
				CPU_SET(cpu, ret);
		else if (*c != ',')
			CPU_SET(*c - '0', ret);
	}
	// end::todo-3[]
