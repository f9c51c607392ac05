/* SPDX-License-Identifier: MIT */
/* caught by: an_empty_pool_refuses each_node_has_a_pool_of_its_own each_size_has_a_pool_of_its_own a_file_keeps_its_pages_until_it_is_removed
 * Never unmaps the first buffer: what is in use stays, whatever is asked for. */
	// tag::unmap[]
	// end::unmap[]
