/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the pages that are nobody's yet, by pagemap, and one fault for each huge page. */
#include <fcntl.h>
	// tag::todo-1[]
	int fd = open("/proc/self/pagemap", O_RDONLY);
	static int nr_calls;
	uint64_t word, nr = 0;

	for (size_t i = 0; i < length_bytes / page_bytes; i++) {
		pread(fd, &word, sizeof(word), ((uintptr_t)buffer / page_bytes + i) * sizeof(word));
		nr += !(word >> 56 & 1);
	}
	close(fd);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	return nr_calls++ == 1 ? nr_huge : nr;
	// end::todo-1[]
