/* SPDX-License-Identifier: MIT */
/* Writes the number with a newline, as echo does. */

	// tag::todo-5[]
	char text[24];

	snprintf(text, sizeof(text), "%ld\n", fraction);
	return lab_sysctl(SETTING, text);
	// end::todo-5[]
