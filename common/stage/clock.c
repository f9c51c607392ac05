/* SPDX-License-Identifier: MIT */
/* The time that a program has, which stands still while the checker looks. */
#include <time.h>

#include "stage_priv.h"

uint64_t stage_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void stage_clock_stop(struct stage *stage)
{
	stage->still_since_ns = stage_now_ns();
}

void stage_clock_go_on(struct stage *stage)
{
	if (stage->deadline_ns != UINT64_MAX)
		stage->deadline_ns += stage_now_ns() - stage->still_since_ns;
}

unsigned stage_scaled_ms(const struct stage *stage, unsigned ms)
{
	return (unsigned)(ms * stage->config.slowness);
}
