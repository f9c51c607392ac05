/* SPDX-License-Identifier: MIT */
/* caught by: impossible_fractions_change_nothing_and_the_first_is_put_back
 * Does not hand the error on. */
	// tag::todo-5[]
	char text[24];

	snprintf(text, sizeof(text), "%ld", fraction);
	lab_sysctl(SETTING, text);
	return 0;
	// end::todo-5[]
