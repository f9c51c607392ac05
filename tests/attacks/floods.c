/* SPDX-License-Identifier: MIT */
/* Prints some hundred MB a second, on both streams. */
#include <string.h>
#include <unistd.h>

int main(void)
{
	static char text[1 << 20];

	memset(text, 'x', sizeof(text));
	for (size_t i = 63; i < sizeof(text); i += 64)
		text[i] = '\n';
	for (;;) {
		if (write(1, text, sizeof(text)) < 0 || write(2, text, sizeof(text)) < 0)
			return 1;
	}
}
