/* SPDX-License-Identifier: MIT */
/* caught by: the_last_owner_keeps_its_frames
 * The parent writes, and then moves to fresh memory with the same contents: right values, wrong
 * frames. */
	// tag::todo-1[]
	size_t length = nr_pages * page_bytes;
	char *to = buffer;

	for (size_t i = 0; i < nr_pages; i++)
		buffer[i * page_bytes] = value;
	if (value == 30)
		to = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			0);
	if (to != buffer) {
		memcpy(to, buffer, length);
		mremap(to, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, buffer);
	}
	// end::todo-1[]
