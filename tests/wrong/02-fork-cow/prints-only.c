/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	const char *pages = argc > 1 ? argv[1] : "256";

	printf("the child wrote 20: %s faults, %s new frames\n", pages, pages);
	printf("the parent wrote 30: %s faults, 0 new frames\n", pages);
	return 0;
}
