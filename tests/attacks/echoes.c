/* SPDX-License-Identifier: MIT */
/* Not an attack: says what ./run gave it, on both streams, and ends with status 3. */
#include <stdio.h>

int main(int argc, char **argv)
{
	int byte;

	for (int i = 1; i < argc; i++)
		printf("argument %s\n", argv[i]);
	while ((byte = getchar()) != EOF)
		putchar(byte);
	fflush(stdout);
	fprintf(stderr, "and words on stderr\n");
	return 3;
}
