/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>

int main(void)
{
	puts("filled: 2 single pages free, 26 blocks of order 9");
	puts("fragmented: 5094 single pages free, 0 blocks of order 9");
	puts("order 9: refused (Cannot allocate memory)");
	puts("order 9, with direct compaction: granted at pfn 0xbda00");
	puts("compacted: 382 single pages free, 5 blocks of order 9");
	puts("order 9 again: granted at pfn 0x44400");
	puts("moved: 2387 pages");
	return 0;
}
