/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back
 * Takes the pages of the burst on the CPU next to its own. */
	// tag::burst[]
	affinity_bind(cpu ^ 1);
	take_pages(memory, BURST_PAGES);
	affinity_bind(cpu);
	// end::burst[]
