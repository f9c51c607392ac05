/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move unpinned_pages_follow_the_thread what_was_acquired_is_released
 * Leaves all to the end of the program. */
	// tag::todo-2[]
	return (void)buffer, 0;
	// end::todo-2[]
	// tag::patience[]
#define PATIENCE_MS 1000
	// end::patience[]
