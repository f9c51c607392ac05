/* SPDX-License-Identifier: MIT */
/* What is given back when all is judged (evidence.h). */
#include "evidence.h"

#include <stdio.h>
#include <stdlib.h>

static struct kept {
	struct kept *before;
	void (*end)(void *arg);
	void *arg;
} * latest;

void evidence_at_end(void (*end)(void *arg), void *arg)
{
	struct kept *kept = malloc(sizeof(*kept));

	if (!kept) {
		perror("evidence");
		abort();
	}
	*kept = (struct kept){.before = latest, .end = end, .arg = arg};
	latest = kept;
}

void *evidence_keep(void *memory)
{
	if (memory)
		evidence_at_end(free, memory);
	return memory;
}

void evidence_end(void)
{
	while (latest) {
		struct kept *kept = latest;

		latest = kept->before;
		kept->end(kept->arg);
		free(kept);
	}
}
