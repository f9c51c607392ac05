/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents
 * Never compacts: moves all that it has to node 1. */
	// tag::todo-3[]
	unsigned long away = 2;

	return migrate_pages(0, 64, &node_mask, &away) < 0 ? -errno : 0;
	// end::todo-3[]
