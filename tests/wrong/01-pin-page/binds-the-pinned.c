/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * Unpins at once: it is a policy that keeps the pages on node 0. */
#include <numaif.h>
	// tag::move[]
	unsigned long home = 1;

	mbind(pinned, nr_pages * page_bytes, MPOL_BIND, &home, 64, 0);
	unpin(pinned);
	watch(control, "while pinned");
	lab_checkpoint("moved");
	mbind(pinned, nr_pages * page_bytes, MPOL_DEFAULT, NULL, 0, 0);
	watch(pinned, "unpinned");
	lab_checkpoint("followed");
	// end::move[]
