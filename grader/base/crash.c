/* SPDX-License-Identifier: MIT */
/* See crash.h. */
#include "crash.h"

#include <signal.h>

bool crash_has_address(const struct crash *crash)
{
	static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};

	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (crash->signal == faults[i])
			return true;
	return false;
}
