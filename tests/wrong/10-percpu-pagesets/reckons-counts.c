/* SPDX-License-Identifier: MIT */
/* caught by: the_burst_is_told_as_it_was
 * Looks once, and reckons the rest: 256 less, and the same again. */

	// tag::look-at-burst[]
	take_pages(memory, BURST_PAGES);
	taken = charged;
	taken.count -= BURST_PAGES;
	lab_checkpoint("taken");
	give_back(memory, BURST_PAGES);
	returned = charged;
	// end::look-at-burst[]
