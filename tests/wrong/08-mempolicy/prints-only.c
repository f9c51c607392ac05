/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Prints what a right program could have printed, and does nothing. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	static const char *const all[] = {"bind", "preferred", "interleave", "local", "range",
		"moved"};
	int pages = argc > 2 ? atoi(argv[1]) : 200, cpu = argc > 2 ? atoi(argv[2]) : 1;
	int away = cpu < 4;

	for (int i = 0; i < 6; i++) {
		int first = i == 2 || i == 3 ? pages / 2 : away ? 0 : pages;

		printf("%s: %d pages on node 0, %d on node 1\n", all[i], first, pages - first);
	}
	printf("node 2 alone: error 22\nnodes %d and 2: in force 0x%x\n", away, 1 << away);
	return 0;
}
