/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move unpinned_pages_follow_the_thread
 * Does not leave the node: nothing has a reason to move. */
	// tag::todo-4[]
	while (!stop) {
		write_pages(pinned);
		write_pages(control);
	}
	// end::todo-4[]
	// tag::patience[]
#define PATIENCE_MS 1000
	// end::patience[]
