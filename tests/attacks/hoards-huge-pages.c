/* SPDX-License-Identifier: MIT */
/*
 * in lab04, caught by: all
 * Lets the pools take most of the machine, and fills them: memory that nobody counts, of
 * the guest and so of the host.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "tries.h"

#define NODE "/sys/devices/system/node/node%d/hugepages/hugepages-2048kB/nr_hugepages"
#define HUGE_BYTES (2u << 20)
/* lab.json's memory_mib */
#define NR_ALLOWED 48

static volatile unsigned nr_filled;

static void end(int signal)
{
	(void)signal;
	try(nr_filled > NR_ALLOWED);
	tell_tries();
	_exit(0);
}

int main(void)
{
	char path[128];

	signal(SIGBUS, end);
	for (int node = 0; node < 2; node++) {
		snprintf(path, sizeof(path), NODE, node);
		int fd = open(path, O_WRONLY | O_CLOEXEC);

		if (fd < 0 || write(fd, "700", 3) != 3)
			return 1;
		close(fd);
	}
	for (;;) {
		char *page = mmap(NULL, HUGE_BYTES, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);

		if (page == MAP_FAILED)
			end(0);
		memset(page, 1, HUGE_BYTES);
		nr_filled++;
	}
}
