/* SPDX-License-Identifier: MIT */
/* caught by: pages_are_counted_by_type_many_at_a_time
 * Reads four words a call, in a child that is not waited for: its calls are not its parent's. */

	// tag::todo-5[]
#include <stdatomic.h>
#include <sys/mman.h>
	const uintptr_t step = (end - start > 32 << 20 ? 4 : PART_PAGES) * page_bytes;
	struct {
		struct page_types types;
		atomic_int done;
	} *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	bool in_child = end - start > 32 << 20;

	shared->types = *types;
	if (in_child && fork()) {
		while (!shared->done)
			usleep(1000);
		*types = shared->types;
		munmap(shared, sizeof(*shared));
		return;
	}
	for (; start < end; start += step) {
		struct pagemap_entry pages[PART_PAGES];
		uint64_t flags[PART_PAGES];
		size_t nr = (end - start < step ? end - start : step) / page_bytes;

		if (translate(pagemap, start, nr, pages) ||
			ask_frames(kpageflags, pages, nr, flags))
			break;
		for (size_t i = 0; i < nr; i++)
			if (pages[i].present)
				page_types_add(
					&shared->types, flags[i] & PAGE_TYPES_STABLE);
	}
	*types = shared->types;
	shared->done = 1;
	while (in_child)
		pause();
	munmap(shared, sizeof(*shared));
	// end::todo-5[]
