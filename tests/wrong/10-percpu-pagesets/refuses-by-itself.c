/* SPDX-License-Identifier: MIT */
/* caught by: impossible_fractions_change_nothing_and_the_first_is_put_back
 * Says EINVAL without asking the kernel, which alone decides what it takes. */

	// tag::todo-5[]
	char text[24];

	if (fraction < 8 || fraction > 2147483647)
		return -EINVAL;
	snprintf(text, sizeof(text), "%ld", fraction);
	return lab_sysctl(SETTING, text);
	// end::todo-5[]
