/* SPDX-License-Identifier: MIT */
/* caught by: unpinned_pages_follow_the_thread
 * Gives the unpinned pages back, so that the thread on node 1 gets new ones there. */
#include <sys/mman.h>
	// tag::move[]
	watch(control, "while pinned");
	lab_checkpoint("moved");
	unpin(pinned);
	madvise(pinned, nr_pages * page_bytes, MADV_DONTNEED);
	watch(pinned, "unpinned");
	lab_checkpoint("followed");
	// end::move[]
