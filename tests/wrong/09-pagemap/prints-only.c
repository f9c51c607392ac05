/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>

int main(void)
{
	printf("8 bytes at 0x7fffcef138: 8\n");
	printf("page 0: present, pfn 0x102348, mapped 1, file 0, exclusive 1, swap 0/0x0; "
	       "ordinarily hidden\n");
	printf("huge pages of 2048 kB: 100 heads, 51100 tails\n");
	printf("0x000000030800 mmap,compound_tail,huge: 51100 pages\n");
	return 0;
}
