/* SPDX-License-Identifier: MIT */
/* patience: see patience.h. */
#include "patience.h"

#include <stdlib.h>
#include <time.h>

double patience_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double slowness(void)
{
	const char *text = getenv(PATIENCE_ENV);
	double value = text ? strtod(text, NULL) : 1;

	return value > 1 ? value : 1;
}

bool patience_lasts(struct patience *patience, uint64_t value)
{
	double now = patience_now();

	if (patience->since == 0 ||
		(value > patience->last && value - patience->last >= patience->step)) {
		patience->last = value;
		patience->since = now;
	}
	return now - patience->since < patience->seconds * slowness();
}
