/* SPDX-License-Identifier: MIT */
/* Takes memory and touches it, without end; children help. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	fork();
	for (;;) {
		char *memory = malloc(1 << 20);

		if (memory)
			memset(memory, 1, 1 << 20);
	}
}
