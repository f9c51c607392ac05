/* SPDX-License-Identifier: MIT */
/* What a function returned, in words (tell.h). */
#include <stdio.h>
#include <string.h>

#include "tell.h"

void lab_tell(const char *function, int error)
{
	if (error)
		fprintf(stderr, "%s: %s\n", function, strerror(-error));
}
