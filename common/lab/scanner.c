/* SPDX-License-Identifier: MIT */
/* scanner: see scanner.h. */
#include "scanner.h"

#include <time.h>

#define SPENT_MS 150

static void spend(struct worker *me)
{
	struct timespec used;

	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	while (!me->stop && used.tv_sec * 1000 + used.tv_nsec / 1000000 < SPENT_MS);
}

int scanner_keep(struct scanner *scanner)
{
	if (scanner->spender.work && !scanner->spender.ended)
		return 0;
	worker_stop(&scanner->spender);
	return worker_start(&scanner->spender, spend, NULL);
}

void scanner_end(struct scanner *scanner)
{
	worker_stop(&scanner->spender);
	*scanner = (struct scanner){0};
}
