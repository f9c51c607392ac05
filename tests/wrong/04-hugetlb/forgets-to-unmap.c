/* SPDX-License-Identifier: MIT */
/* caught by: an_empty_pool_refuses each_node_has_a_pool_of_its_own each_size_has_a_pool_of_its_own a_file_keeps_its_pages_until_it_is_removed
 * Never unmaps the first buffer: what is in use stays, whatever is asked for. */
	// tag::touched[]
	affinity_bind(0); /* so that it is on node 0 */
	if (buffer)
		touch(buffer, length_bytes, huge_bytes);
	tell_pool("touched", pool_of(huge_bytes, ALL_NODES));
	lab_checkpoint("touched");
	// end::touched[]
	// tag::unmap[]
	// end::unmap[]
