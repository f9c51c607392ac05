/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * Unpins before the thread writes: the pages move with the others. */
	// tag::move[]
	unpin(pinned);
	watch(control, "at first");
	watch(pinned, "while pinned");
	lab_checkpoint("moved");
	watch(pinned, "unpinned");
	lab_checkpoint("followed");
	// end::move[]
