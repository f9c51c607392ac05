/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Prints every CPU by itself. */
	// tag::todo-4[]
	unsigned long bits = 0;

	*list = '\0';
	for (int cpu = 0, nr = 0; cpu < 63; cpu++) {
		if (!CPU_ISSET(cpu, cpus))
			continue;
		bits |= 1UL << cpu;
		list += sprintf(list, nr++ ? ",%d" : "%d", cpu);
	}
	sprintf(mask, "%lx", bits);
	// end::todo-4[]
