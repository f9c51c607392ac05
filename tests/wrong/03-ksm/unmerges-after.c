/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict the_writer_gets_a_frame_of_its_own one_write_breaks_one_page_out the_saving_shrinks_by_one_after_a_scan
 * Takes the advice back before anybody looks. */
	// tag::tell[]
	madvise(buffer, nr_pages * page_bytes, MADV_UNMERGEABLE);
	if (ksm_wait_scans(3, PATIENCE_MS) == 0 && ksm_read(&ksm) == 0)
		printf("merged: %" PRIu64 " frames are shared, %" PRIu64 " pages saved\n",
			ksm.pages_shared, ksm.pages_sharing);
	// end::tell[]
