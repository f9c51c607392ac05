/* SPDX-License-Identifier: MIT */
/* caught by: reads_end_as_the_kernel_ends_them
 * Reads nothing, and prints what must come out. */

	// tag::reads[]
	(void)words;
	(void)pagemap;
	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
		uint64_t size = reads[i][0], at = reads[i][1];

		printf("%zu bytes at 0x%" PRIx64 ": %zd\n", size, at,
			size % 8 || at % 8 ? (ssize_t)-EINVAL
			: at >= end	   ? (ssize_t)0
			: at + size > end  ? (ssize_t)(end - at)
					   : (ssize_t)size);
	}
	// end::reads[]
