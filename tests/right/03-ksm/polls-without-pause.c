/* SPDX-License-Identifier: MIT */
/* Waits by reading the counters again and again, without a pause. */
#include <time.h>
	// tag::todo-2[]
	struct ksm now = {0};
	time_t until = time(NULL) + 2 * PATIENCE_MS / 1000; /* the host may be slow */

	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	while (now.pages_sharing < before + 2 * nr_pages - nr_contents && time(NULL) < until)
		ksm_read(&now);
	return now.pages_sharing < before + 2 * nr_pages - nr_contents;
	// end::todo-2[]
