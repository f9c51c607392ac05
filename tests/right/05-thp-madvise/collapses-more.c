/* SPDX-License-Identifier: MIT */
/* Advises and collapses what lies behind the buffer, too: the collapse fails there, when all else is done. */
	// tag::todo-2[]
	madvise(buffer, length_bytes + page_bytes, MADV_HUGEPAGE);
	// end::todo-2[]
	// tag::todo-3[]
	if (madvise(buffer, length_bytes + page_bytes, MADV_COLLAPSE))
		perror("MADV_COLLAPSE");
	// end::todo-3[]
