/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back
 * Binds itself to the CPU, and does not charge its stock before the burst. */
	// tag::todo-2[]
	static int nr_calls;

	affinity_bind(cpu);
	if (nr_calls++ == 0)
		return;
	take_pages(memory, CHARGE_PAGES);
	give_back(memory, CHARGE_PAGES);
	// end::todo-2[]
