/* SPDX-License-Identifier: MIT */
/* Has a child count the huge pages, with as few calls, and lets the kernel bury it. */
#include <signal.h>

	// tag::todo-5[]
	struct pagemap_entry pages[PART_PAGES];
	uint64_t flags[PART_PAGES];
	int ends[2];

	signal(SIGCHLD, SIG_IGN);
	if (pipe(ends))
		return;
	if (!fork()) {
		for (size_t nr; start < end; start += nr * page_bytes) {
			nr = (end - start) / page_bytes;
			if (nr > PART_PAGES)
				nr = PART_PAGES;
			if (translate(pagemap, start, nr, pages) ||
				ask_frames(kpageflags, pages, nr, flags))
				_exit(1);
			for (size_t i = 0; i < nr; i++)
				if (pages[i].present)
					page_types_add(
						types, flags[i] & PAGE_TYPES_STABLE);
		}
		for (const char *from = (char *)types, *to = from + sizeof(*types);
			from < to; from += 512) {
			size_t size = to - from < 512 ? (size_t)(to - from) : 512;

			if (write(ends[1], from, size) != (ssize_t)size)
				_exit(1);
		}
		_exit(0);
	}
	close(ends[1]);
	for (char *at = (char *)types, *to = at + sizeof(*types); at < to;) {
		ssize_t nr = read(ends[0], at, to - at);

		if (nr <= 0)
			break;
		at += nr;
	}
	close(ends[0]);
	wait(NULL);
	signal(SIGCHLD, SIG_DFL);
	// end::todo-5[]
