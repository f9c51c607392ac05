/* SPDX-License-Identifier: MIT */
/* The time that a program has, which stands still while the checker looks. */
#include "stage_priv.h"

void stage_clock_stop(struct stage *stage)
{
	stage->still_since_ns = monotonic_ns();
}

void stage_clock_go_on(struct stage *stage)
{
	if (stage->deadline_ns != UINT64_MAX)
		stage->deadline_ns += monotonic_ns() - stage->still_since_ns;
}

unsigned stage_scaled_ms(const struct stage *stage, unsigned ms)
{
	return (unsigned)(ms * stage->config.slowness);
}
