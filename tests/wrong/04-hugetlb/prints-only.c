/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int pages = argc > 1 ? atoi(argv[1]) : 10, small = argc > 4 ? atoi(argv[4]) : 20;
	const char *on_node = argc > 2 ? argv[2] : "16", *left = argc > 3 ? argv[3] : "8";

	printf("mapped: %d reserved, 32 free of 32\n", pages);
	printf("touched: 0 reserved, %d free of 32\n", 32 - pages);
	puts("the pool has 0 pages, and a mapping gets: Cannot allocate memory");
	puts("asked of all: 8 on node 0, 8 on node 1");
	printf("asked of node 1: 0 on node 0, %s on node 1\n", on_node);
	printf("fewer on all: 0 on node 0, %s on node 1\n", left);
	puts("asked node 1 for 100000, got 940");
	printf("pages of 64 kB, touched: 0 reserved, 0 free of %d\n", small);
	puts("the file is closed: 0 reserved, 0 free of 2");
	puts("the file is removed: 0 reserved, 2 free of 2");
	puts("in the end: 16 on node 0, 16 on node 1");
	return 0;
}
