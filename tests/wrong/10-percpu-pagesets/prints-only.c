/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>

int main(int argc, char **argv)
{
	const char *cpu = argc > 1 ? argv[1] : "5", *fraction = argc > 2 ? argv[2] : "160";

	printf("node 0 zone DMA cpu 0: count 873, high 7955, batch 63\n");
	printf("node 1 zone Normal, stock of CPU %s: 1207\n", cpu);
	printf("256 pages taken: 951\ngiven back: 1207\n");
	printf("4096 pages taken: 3087 came from the zone\n");
	printf("fraction %s: high 393, by the rule 393, with a hundred times that 252\n",
		fraction);
	printf("fraction -1: error 22\nfraction 1: error 22\n");
	printf("fraction 2147483648: error 22\n");
	return 0;
}
