/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back
 * Is bound as long as it is looked at, and may run anywhere while it takes and gives. */

	// tag::burst[]
	numa_run_on_node(-1);
	take_pages(memory, BURST_PAGES);
	// end::burst[]
