/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	long pages = argc > 2 ? atol(argv[1]) : 256, contents = argc > 2 ? atol(argv[2]) : 7;

	printf("merged: %ld frames are shared, %ld pages saved\n", contents,
		2 * pages - contents);
	printf("page 0 before the write: pfn 0x44c1e\n");
	printf("page 0 after the write: pfn 0x44d23\n");
	printf("after the write: %ld pages saved\n", 2 * pages - contents - 1);
	return 0;
}
