/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	printf("filled: 10003 of %d pages in the area\n",
		argc > 1 ? atoi(argv[1]) : 28672);
	puts("256 MiB: refused (Cannot allocate memory)");
	puts("pinned: 9875 pages in the area");
	puts("96 MiB: granted at pfn 0xd8400");
	puts("in its way: 2707 pages");
	puts("grabbed: 7168 pages in the area, 0 in the block");
	return 0;
}
