/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the faults of a copy, too. */
#include <string.h>
	// tag::todo-1[]
	struct faults before, after;
	char *copy;

	faults_self(&before);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	copy = malloc(1 << 20);
	memcpy(copy, buffer, 1 << 20);
	__asm__ volatile("" : : "r"(copy) : "memory");
	free(copy);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
