/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>

int main(void)
{
	printf("process: CPUs 1-3,5, mask 2e\none: CPUs 2, mask 4\n");
	printf("two: CPUs 0-2, mask 7\nthree: CPUs 0,2-6, mask 7d\n");
	printf("four: CPUs 0,2,6, mask 45\nother: CPUs 2-3, mask c\n");
	printf("CPU 40 alone: error 22\nwith CPU 3: CPUs 3, mask 8\n");
	printf("free: 1 migrations\nbound: 0 migrations\n");
	return 0;
}
