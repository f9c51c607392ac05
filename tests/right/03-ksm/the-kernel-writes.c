/* SPDX-License-Identifier: MIT */
/* Has the kernel write the byte, by reading a file into the page. */
	// tag::todo-3[]
	FILE *zero = fopen("/dev/zero", "r");
	char was = buffer[0];

	setvbuf(zero, NULL, _IONBF, 0);
	if (fread(buffer, 1, 1, zero) != 1 || buffer[0] == was)
		buffer[0] = ~was;
	fclose(zero);
	// end::todo-3[]
