/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back
 * Has a child charge the stock, and takes no page itself before the burst. */
#include <sys/wait.h>
	// tag::todo-2[]
	affinity_bind(cpu);
	if (fork() == 0) {
		take_pages(memory, CHARGE_PAGES);
		give_back(memory, CHARGE_PAGES);
		_exit(0);
	}
	wait(NULL);
	// end::todo-2[]
