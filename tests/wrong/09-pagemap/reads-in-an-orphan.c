/* SPDX-License-Identifier: MIT */
/* caught by: pages_are_counted_by_type_many_at_a_time
 * A child of a child reads a word a call: it is nobody's to wait for. The program itself reads as
 * many bytes, by few calls, and does nothing with them. */

	// tag::todo-5[]
	struct pagemap_entry pages[PART_PAGES];
	uint64_t flags[PART_PAGES];
	int ends[2];
	pid_t child;

	if (pipe(ends))
		return;
	child = fork();
	if (!child && !fork()) {
		for (uintptr_t at = start; at < end; at += page_bytes)
			if (!translate(pagemap, at, 1, pages) &&
				!ask_frames(kpageflags, pages, 1, flags) && pages->present)
				page_types_add(types, *flags & PAGE_TYPES_STABLE);
		for (const char *from = (char *)types, *to = from + sizeof(*types);
			from < to; from += 512) {
			size_t size = to - from < 512 ? (size_t)(to - from) : 512;

			if (write(ends[1], from, size) != (ssize_t)size)
				_exit(1);
		}
	}
	if (!child)
		_exit(0);
	close(ends[1]);
	waitpid(child, NULL, 0);
	for (char *at = (char *)types, *to = at + sizeof(*types); at < to;) {
		ssize_t nr = read(ends[0], at, to - at);

		if (nr <= 0)
			break;
		at += nr;
	}
	close(ends[0]);
	for (size_t nr; start < end; start += nr * page_bytes) {
		nr = (end - start) / page_bytes;
		if (nr > PART_PAGES)
			nr = PART_PAGES;
		if (translate(pagemap, start, nr, pages) ||
			ask_frames(kpageflags, pages, nr, flags))
			return;
	}
	// end::todo-5[]
