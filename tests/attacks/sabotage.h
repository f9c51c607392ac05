/* SPDX-License-Identifier: MIT */
/*
 * What a checker, root in the guest, can do to the machine; included by a copy of a
 * lab's check.c. None of it returns.
 */
#ifndef PAGELAB_SABOTAGE_H
#define PAGELAB_SABOTAGE_H

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One key of Documentation/admin-guide/sysrq.rst: c crashes the kernel, o is off. */
static inline void press_sysrq(const char *key)
{
	int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, key, 1) != 1)
		_exit(9);
	for (;;)
		pause();
}

/* No signal kills PID 1, but root can write over what it executes: zeros are no
 * instruction on this CPU. */
static inline void kill_agent(void)
{
	static const char zeros[4 << 20];
	FILE *maps = fopen("/proc/1/maps", "re");
	int memory = open("/proc/1/mem", O_WRONLY | O_CLOEXEC);
	unsigned long from, to;
	char line[512], mode[8];

	while (maps && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) == 3 &&
			!strcmp(mode, "r-xp") && strstr(line, "/init"))
			(void)!pwrite(memory, zeros, to - from, from);
	}
	/* Something for it to do. */
	(void)!write(STDOUT_FILENO, "\n", 1);
	for (;;)
		pause();
}

#endif
