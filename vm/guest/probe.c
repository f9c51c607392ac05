/* SPDX-License-Identifier: MIT */
/* The agent's speed probe: faults in a fixed number of pages, one by one. */
#include <sys/mman.h>
#include <unistd.h>

#include "agent.h"

#define PROBE_PAGES 4096

int probe_main(void)
{
	size_t page_bytes = sysconf(_SC_PAGESIZE);
	char *memory = mmap(NULL, PROBE_PAGES * page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return 1;
	madvise(memory, PROBE_PAGES * page_bytes, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < PROBE_PAGES; i++)
		memory[i * page_bytes] = 1;
	return 0;
}
