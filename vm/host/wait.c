/* SPDX-License-Identifier: MIT */
/* See wait.h. */
#include <time.h>

#include "vm.h"
#include "wait.h"

volatile int wait_interrupted;

int64_t wait_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

void vm_interrupt(void)
{
	wait_interrupted = 1;
}
