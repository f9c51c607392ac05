/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * Reads the digits 0 to 9 rightly, and letters as if they followed. */
	// tag::todo-2[]
	unsigned long bits = 0;

	CPU_ZERO(ret);
	for (; *text; text++)
		bits = bits * 16 + ((*text - '0') & 15);
	for (int cpu = 0; cpu < 64; cpu++) {
		if (bits >> cpu & 1)
			CPU_SET(cpu, ret);
	}
	// end::todo-2[]
