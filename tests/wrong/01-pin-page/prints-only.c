/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int pages = argc > 1 ? atoi(argv[1]) : 512;

	printf("pinning untouched pages: %d faults\n", pages);
	printf("pinning written pages: 0 faults\n");
	printf("0 ms: pinned %d/0, control %d/0\n", pages, pages);
	printf("while pinned: pinned %d/0, control 0/%d\n", pages, pages);
	printf("0 ms: pinned %d/0, control 0/%d\n", pages, pages);
	printf("unpinned: pinned 0/%d, control 0/%d\n", pages, pages);
	return 0;
}
