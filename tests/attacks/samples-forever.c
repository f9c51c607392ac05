/* SPDX-License-Identifier: MIT */
/*
 * in lab06, caught by: all
 * Asks the checker to look, again and again, before any moment has come.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	size_t length_bytes = (size_t)lab_size(argc, argv, 1, 1) * page_size_bytes();
	char *memory;

	if (lab_map(length_bytes, &memory))
		return 1;
	lab_region("buffer", memory, length_bytes);
	for (;;) {
		lab_sample("look begins");
		lab_sample("look ends");
	}
}
