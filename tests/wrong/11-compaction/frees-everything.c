/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Gives the whole buffer back, so that nothing keeps the free pages apart, and leaves the
 * large blocks that come of it to whoever asks. */
	// tag::todo-1[]
	(void)pfns;
	return madvise(buffer, nr_pages * page_bytes, MADV_DONTNEED) ? -errno : 0;
	// end::todo-1[]
// tag::take-all[]
static void take_all_large_blocks(void)
{
}
// end::take-all[]
