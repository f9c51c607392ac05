/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back
 * Takes one page less than it says. */

	// tag::look-at-burst[]
	take_pages(memory, BURST_PAGES - 1);
	taken = look_at(cpu);
	lab_checkpoint("taken");
	give_back(memory, BURST_PAGES);
	returned = look_at(cpu);
	// end::look-at-burst[]
