/* SPDX-License-Identifier: MIT */
/* caught by: hidden_frames_are_called_hidden
 * Calls every page present that is in memory, though its PFN is 0. */
	// tag::todo-3[]
	if (page->present)
		return "present";
	return page->swapped ? "swapped" : "absent";
	// end::todo-3[]
