/* SPDX-License-Identifier: MIT */
/*
 * What an exercise may do beyond what an ordinary user may:
 *
 *	pagemap      lab_pagemap() gives a descriptor that shows page frame numbers
 *	file:PATH    PATH, a file of /sys or /proc, belongs to the user meanwhile
 *	device:PATH  PATH, a character device right below /dev, likewise; the sandbox's
 *	             own /dev has it too
 *	hugetlbfs    HUGEPAGES_MOUNT (hugepages.h) is a hugetlbfs of the sandbox's own, where
 *	             the user may make files of huge pages; it ends with the sandbox
 *	sysctl:PATH  lab_sysctl() writes PATH, a file below /proc/sys
 *
 * A file below /proc/sys cannot be given to a user: sysctls ask for root whoever owns them.
 */
#ifndef PAGELAB_GRANTS_H
#define PAGELAB_GRANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define GRANTS_MAX 16

struct grant_file {
	char *path;
	uid_t uid; /* whose it was before */
	gid_t gid;
	mode_t mode;
};

struct grants {
	bool pagemap;
	bool hugetlbfs;
	struct grant_file files[GRANTS_MAX];
	size_t nr_files;
};

/*
 * Gives what `names` say to the user. -EINVAL: unknown grant, a path elsewhere or with
 * ".." in it, or another kind of file; -ENOENT: no such file; -E2BIG: more than
 * GRANTS_MAX. On failure nothing stays given.
 */
int grants_give(const char *const names[], size_t nr_names, uid_t uid, gid_t gid,
	struct grants *ret);
/* Whether `names` grant the sysctl at `path`. */
bool grants_allow_sysctl(const char *const names[], size_t nr_names, const char *path);
/* The first path that `names` speak of and that does not exist; NULL if there is none. To
 * be named where grants_give() said -ENOENT. */
const char *grants_missing(const char *const names[], size_t nr_names);
/* Gives everything back. The first -errno, having tried all. */
int grants_take_back(struct grants *grants);

#endif
