/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * Does not empty the set, and adds to what was in it. */
	// tag::todo-2[]
	unsigned long bits = strtoul(text, NULL, 16);

	for (int cpu = 0; cpu < 64; cpu++) {
		if (bits >> cpu & 1)
			CPU_SET(cpu, ret);
	}
	// end::todo-2[]
