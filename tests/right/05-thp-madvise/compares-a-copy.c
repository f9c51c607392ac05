/* SPDX-License-Identifier: MIT */
/* Copies the buffer before the collapse and compares it afterwards; advises the guards, too. */
#include <string.h>
	// tag::todo-2[]
	madvise(buffer - page_bytes, length_bytes + 2 * page_bytes, MADV_HUGEPAGE);
	// end::todo-2[]
	// tag::todo-3[]
	char *copy = malloc(length_bytes);

	memcpy(copy, buffer, length_bytes);
	if (madvise(buffer, length_bytes, MADV_COLLAPSE))
		perror("MADV_COLLAPSE");
	if (memcmp(copy, buffer, length_bytes))
		fprintf(stderr, "other contents\n");
	free(copy);
	// end::todo-3[]
