/* SPDX-License-Identifier: MIT */
/* kpage: see kpage.h. */
#include "kpage.h"

#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <unistd.h>

#include "kfile.h"

/* How many of the PFNs, from the first, follow each other: one system call for all. */
static size_t run_length(const uint64_t *pfns, size_t nr)
{
	size_t length = 1;

	while (length < nr && pfns[length] == pfns[0] + length)
		length++;
	return length;
}

int kpage_read(int fd, const uint64_t *pfns, size_t nr, uint64_t *ret_words)
{
	uint64_t *words = calloc(nr ? nr : 1, sizeof(*words));
	size_t run;
	int error = 0;

	if (!words)
		return -ENOMEM;
	for (size_t i = 0; i < nr && !error; i += run) {
		run = run_length(pfns + i, nr - i);
		error = kfile_words(fd, pfns[i], run, words + i);
	}
	if (!error)
		memcpy(ret_words, words, nr * sizeof(*words));
	free(words);
	return error;
}

static int read_path(const char *path, const uint64_t *pfns, size_t nr, uint64_t *ret)
{
	int fd, error = kfile_open(path, &fd);

	if (error)
		return error;
	error = kpage_read(fd, pfns, nr, ret);
	close(fd);
	return error;
}

int kpage_flags(const uint64_t *pfns, size_t nr, uint64_t *ret_flags)
{
	return read_path("/proc/kpageflags", pfns, nr, ret_flags);
}

int kpage_counts(const uint64_t *pfns, size_t nr, uint64_t *ret_counts)
{
	return read_path("/proc/kpagecount", pfns, nr, ret_counts);
}
