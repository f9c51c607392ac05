/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back
 * Charges the stock with 600 pages. Batches from the zone, and pages of other kinds, make that 768 and more. */
	// tag::todo-2[]
	affinity_bind(cpu);
	take_pages(memory, 600);
	give_back(memory, 600);
	// end::todo-2[]
