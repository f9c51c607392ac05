/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Writes each CPU as one digit. */
	// tag::todo-4[]
	const char *comma = "";
	unsigned bits = 0;

	*list = '\0';
	for (int cpu = 0; cpu < 10; cpu++) {
		int first = cpu;

		for (; CPU_ISSET(cpu, cpus); cpu++)
			bits |= 1U << cpu;
		if (cpu > first)
			list += sprintf(list, "%s%c", comma, '0' + first);
		if (cpu > first + 1)
			list += sprintf(list, "-%c", '0' + cpu - 1);
		if (cpu > first)
			comma = ",";
	}
	sprintf(mask, "%x", bits);
	// end::todo-4[]
