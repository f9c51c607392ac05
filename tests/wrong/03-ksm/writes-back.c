/* SPDX-License-Identifier: MIT */
/* caught by: the_saving_shrinks_by_one_after_a_scan
 * kernel: 6.12
 * Writes back what was there before: the page is merged again. */
	// tag::todo-4[]
	struct ksm ksm;

	/* 6.12 skips a page that stayed alone for some scans, up to 8 times in a row. */
	fill_page(the_buffer, 0);
	if (ksm_wait_scans(20, PATIENCE_MS) == 0 && ksm_read(&ksm) == 0)
		printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing);
	// end::todo-4[]
	// tag::prepare[]
	if (lab_map(nr_pages * page_bytes, &buffer))
		exit(1);
	the_buffer = buffer;
	lab_region("buffer", buffer, nr_pages * page_bytes);
	fill(buffer);
	// end::prepare[]
	// tag::sizes[]
static size_t nr_pages, nr_contents, page_bytes;
static uint64_t seed;
static char *the_buffer;
	// end::sizes[]
