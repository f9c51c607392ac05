/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * Counts the bits of the mask from 1. */
	// tag::todo-2[]
	unsigned long bits = strtoul(text, NULL, 16);

	CPU_ZERO(ret);
	for (int cpu = 1; cpu < 64; cpu++) {
		if (bits >> (cpu - 1) & 1)
			CPU_SET(cpu, ret);
	}
	// end::todo-2[]
