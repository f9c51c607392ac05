/* SPDX-License-Identifier: MIT */
/*
 * The clock, by a system call: in place of the C library's function, for the programs beside the
 * exercise. That one executes the kernel's vDSO, which is in every program, and what it reads there
 * would be counted with the exercise's memory accesses (vm/traffic.h).
 */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *ret)
{
	return (int)syscall(SYS_clock_gettime, clock, ret);
}
