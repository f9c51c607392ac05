/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>

int main(int argc, char **argv)
{
	const char *pages = argc > 1 ? argv[1] : "4096";

	printf("0.00 s: %s pages on node 0, 0 on node 1\n", pages);
	printf("0.30 s: 0 pages on node 0, %s on node 1\n", pages);
	printf("%s hint faults, %s pages migrated\n", pages, pages);
	printf("bound: %s pages on node 0, 0 on node 1\n", pages);
	printf("bound, with hints: %s pages on node 0, 0 on node 1\n", pages);
	return 0;
}
