/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back
 * Charges the stock the first time, and takes a single page when the fraction is new: newer kernels show the new
 * number then, too. */
	// tag::todo-2[]
	static int nr_calls;
	size_t nr = nr_calls++ ? 1 : CHARGE_PAGES;

	affinity_bind(cpu);
	take_pages(memory, nr);
	give_back(memory, nr);
	// end::todo-2[]
