/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move unpinned_pages_follow_the_thread
 * No thread writes from node 1: move_pages() brings the pages there. */
#include <numaif.h>
	// tag::todo-4[]
	static int nr_calls;
	char *buffer = nr_calls++ ? pinned : control;
	void *pages[nr_pages];
	int nodes[nr_pages], states[nr_pages];

	for (size_t i = 0; i < nr_pages; i++) {
		pages[i] = buffer + i * page_bytes;
		nodes[i] = 1;
	}
	write_pages(buffer);
	move_pages(0, nr_pages, pages, nodes, states, MPOL_MF_MOVE);
	while (!stop)
		usleep(1000);
	// end::todo-4[]
