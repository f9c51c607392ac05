/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * Holds the pins when somebody looks, and not while the thread writes. */
	// tag::todo-4[]
	static int nr_calls;
	char *buffer = nr_calls++ ? pinned : control;

	affinity_bind(AWAY_CPU);
	while (!stop)
		write_pages(buffer);
	// end::todo-4[]
	// tag::move[]
	uint64_t again;

	unpin(pinned);
	watch(control, "while pinned");
	pin(pinned, &again);
	lab_checkpoint("moved");
	unpin(pinned);
	watch(pinned, "unpinned");
	lab_checkpoint("followed");
	// end::move[]
