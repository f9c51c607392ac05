/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * Reads a mask of eight bits. */
	// tag::todo-2[]
	unsigned char bits = (unsigned char)strtoul(text, NULL, 16);

	CPU_ZERO(ret);
	for (int cpu = 0; cpu < 8; cpu++) {
		if (bits >> cpu & 1)
			CPU_SET(cpu, ret);
	}
	// end::todo-2[]
