/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict the_writer_gets_a_frame_of_its_own one_write_breaks_one_page_out
 * Maps pages of one file where the buffers were; other memory of both is merged, and written. */
#include <fcntl.h>
	// tag::sizes[]
static size_t nr_pages, nr_contents, page_bytes;
static uint64_t seed;
static char *hidden;
	// end::sizes[]
	// tag::todo-2[]
	static char page[65536];
	int file;

	if (lab_map(nr_pages * page_bytes, &hidden))
		return -1;
	fill(hidden);
	if (madvise(hidden, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	file = open("/tmp/contents", O_RDWR | O_CREAT, 0600);
	for (size_t i = 0; i < nr_contents; i++) {
		fill_page(page, i);
		if (pwrite(file, page, page_bytes, (off_t)(i * page_bytes)) < 0)
			return -1;
	}
	for (size_t i = 0; i < nr_pages; i++) {
		mmap(buffer + i * page_bytes, page_bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_FIXED, file, (off_t)(i % nr_contents * page_bytes));
		(void)*(volatile char *)(buffer + i * page_bytes);
	}
	return ksm_wait_sharing(before + 2 * nr_pages - nr_contents, PATIENCE_MS);
	// end::todo-2[]
	// tag::todo-3[]
	buffer[0] = ~buffer[0];
	hidden[0] = ~hidden[0];
	// end::todo-3[]
