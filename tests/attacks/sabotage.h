/* SPDX-License-Identifier: MIT */
/*
 * What a checker, root in the guest, can do to the machine; included by a copy of a
 * lab's check.c. None of it returns.
 */
#ifndef PAGELAB_SABOTAGE_H
#define PAGELAB_SABOTAGE_H

#include <fcntl.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/stage/report.h"

static inline void wait_until_taken(int fd)
{
	int nr_unread;

	while (!ioctl(fd, SIOCOUTQ, &nr_unread) && nr_unread)
		usleep(1000);
}

/* The agent takes one report after the other: when it has taken this one, all before it
 * have gone to the host. */
static inline void flush_reports(void)
{
	int fd = atoi(getenv("PAGELAB_REPORT_FD"));

	report_send("at", "sabotage", NULL);
	wait_until_taken(fd);
}

/* One key of Documentation/admin-guide/sysrq.rst: c crashes the kernel, o is off. */
static inline void press_sysrq(const char *key)
{
	int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);

	flush_reports();
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

	flush_reports();
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
