/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * Pins for the checkpoint only; then the writer leaves the buffer alone, and nothing moves it. */
	// tag::todo-4[]
	static int nr_calls;
	char *buffer = nr_calls++ ? pinned : control;

	affinity_bind(AWAY_CPU);
	while (!stop)
		write_pages(buffer);
	// end::todo-4[]
	// tag::move[]
	unpin(pinned);
	watch(control, "while pinned");
	lab_checkpoint("moved");
	watch(pinned, "unpinned");
	lab_checkpoint("followed");
	// end::move[]
