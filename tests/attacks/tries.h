/* SPDX-License-Identifier: MIT */
/*
 * What an attack tries, each of which must fail: test_attacks looks for what got through in
 * what the program printed, and for the number of tries.
 */
#ifndef PAGELAB_TRIES_H
#define PAGELAB_TRIES_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BEFORE_MAIN __attribute__((constructor)) static

static unsigned nr_tries;

/* `what` is true if it has worked. */
#define try(what)                                           \
	do {                                                \
		nr_tries++;                                 \
		if (what)                                   \
			printf("GOT THROUGH: %s\n", #what); \
	} while (0)

#define try_on(on, what)                                            \
	do {                                                        \
		nr_tries++;                                         \
		if (what)                                           \
			printf("GOT THROUGH: %s: %s\n", on, #what); \
	} while (0)

static inline void tell_tries(void)
{
	printf("tried %u\n", nr_tries);
	fflush(stdout);
}

static inline bool can_open(const char *path, int flags)
{
	int fd = open(path, flags | O_NONBLOCK | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

#endif
