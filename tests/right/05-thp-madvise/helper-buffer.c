/* SPDX-License-Identifier: MIT */
/* Clears a buffer of its own before it counts. */
#include <string.h>
	// tag::todo-1[]
	struct faults before, after;
	char *helper = malloc(1 << 20);

	memset(helper, 1, 1 << 20);
	__asm__ volatile("" : : "r"(helper) : "memory");
	faults_self(&before);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	faults_self(&after);
	free(helper);
	return after.minor - before.minor;
	// end::todo-1[]
