/* SPDX-License-Identifier: MIT */
/* Reads masks digit by digit from the right, and lists word by word. */
	// tag::todo-2[]
	size_t length = strlen(text);

	CPU_ZERO(ret);
	for (size_t i = 0; i < length; i++) {
		char digit = text[length - 1 - i];
		int value = digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10;

		for (size_t bit = 0; bit < 4; bit++)
			if (value >> bit & 1)
				CPU_SET(4 * i + bit, ret);
	}
	// end::todo-2[]
	// tag::todo-3[]
	char *copy = strdup(text), *rest = NULL;

	CPU_ZERO(ret);
	for (char *word = strtok_r(copy, ",", &rest); word;
		word = strtok_r(NULL, ",", &rest)) {
		int first, last, nr = sscanf(word, "%d-%d", &first, &last);

		for (int cpu = first; cpu <= (nr == 2 ? last : first); cpu++)
			CPU_SET(cpu, ret);
	}
	free(copy);
	// end::todo-3[]
