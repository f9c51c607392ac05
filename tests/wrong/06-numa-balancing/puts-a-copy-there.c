/* SPDX-License-Identifier: MIT */
/* caught by: hint_faults_explain_every_move
 * Copies one half to new memory of node 1, which the copy itself has balanced, and puts that in the old place. */
#include <sys/mman.h>
	// tag::todo-3[]
	double begin = patience_now();
	bool helped = false;

	numa_run_on_node(AWAY);
	while (!me->stop) {
		size_t half = nr_pages / 2, rest = (nr_pages - half) * page_bytes;

		for (size_t i = 0; i < (nr_memory_pages > nr_pages || helped ? nr_memory_pages : half) && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
		if (helped || nr_memory_pages > nr_pages || patience_now() < begin + 1)
			continue;
		char *fresh = mmap(NULL, rest, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		memcpy(fresh, memory + half * page_bytes, rest);
		mremap(fresh, rest, rest, MREMAP_MAYMOVE | MREMAP_FIXED, memory + half * page_bytes);
		helped = true;
	}
	// end::todo-3[]
