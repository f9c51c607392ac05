/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int nr = argc > 1 ? atoi(argv[1]) : 4, kb = nr * 2048;

	printf("plain: %d faults\nplain: 0 kB in huge pages, eligible: 0\n", nr * 512);
	printf("advised: %d faults\nadvised: %d kB in huge pages, eligible: 1\n", nr, kb);
	printf("collapsed: %d kB in huge pages, eligible: 0\n", kb);
	printf("hole: %d kB in huge pages, eligible: 1\nnow it is never\n", kb - 2048);
	printf("never: %d faults\nnever: 0 kB in huge pages, eligible: 0\n", nr * 512);
	printf("forced: %d kB in huge pages, eligible: 0\n", kb);
	return 0;
}
