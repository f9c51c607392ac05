/* SPDX-License-Identifier: MIT */
/* Gives all swap areas one priority (check_swap.h). */
#include "check_swap.h"

#include <errno.h>
#include <stdio.h>
#include <sys/swap.h>

#define PRIORITY 1

static int level(const char *area)
{
	if (swapoff(area) || swapon(area, SWAP_FLAG_PREFER | PRIORITY))
		return -errno;
	return 0;
}

/* The list changes with each of them, so that it is read first. */
int level_swap_areas(void)
{
	char areas[8][64], line[256];
	int nr = 0, err = 0;
	FILE *file = fopen("/proc/swaps", "re");

	if (!file)
		return -errno;
	while (nr < 8 && fgets(line, sizeof(line), file))
		if (sscanf(line, "/%62s", areas[nr] + 1) == 1)
			areas[nr++][0] = '/';
	fclose(file);
	for (int i = 0; i < nr && !err; i++)
		err = level(areas[i]);
	return err;
}
