/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * perhaps: report_agrees
 * Holds the pins when somebody looks, and not while the thread writes. Pages that were on node 1 come
 * home where the pinning, on node 0, takes a hint fault. */
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
