/* SPDX-License-Identifier: MIT */
/*
 * What an exercise may do beyond what an ordinary user may:
 *
 *	pagemap      lab_pagemap() gives a descriptor that shows page frame numbers
 *	file:PATH    PATH, a file of /sys or /proc, is open to the program as it is to root
 *	device:PATH  PATH, a character device right below /dev, likewise; the sandbox's
 *	             own /dev has it too
 *	hugetlbfs    HUGEPAGES_MOUNT (hugepages.h) is a hugetlbfs of the sandbox's own, where
 *	             the user may make files of huge pages; it ends with the sandbox
 *	sysctl:PATH  lab_sysctl() writes PATH, a file below /proc/sys
 *	cgroup       /sys/fs/cgroup is the program's own part of the cgroups: it may make
 *	             groups there and set their limits; they end with the sandbox
 *
 * What a program can do to the machine with each is told in docs/threat-model.adoc.
 *
 * A file is lent to the user's group and stays root's: its owner could take root's right to read
 * it away (in sysfs not even CAP_DAC_OVERRIDE helps then), or lease it, and whoever looks would
 * wait (F_SETLEASE, fcntl(2)). A file below /proc/sys cannot be lent: sysctls ask for root.
 */
#ifndef PAGELAB_GRANTS_H
#define PAGELAB_GRANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define GRANTS_MAX 16

enum grant_kind {
	GRANT_PAGEMAP,
	GRANT_FILE,
	GRANT_DEVICE,
	GRANT_HUGETLBFS,
	GRANT_SYSCTL,
	GRANT_CGROUP,
};

struct grant {
	enum grant_kind kind;
	char *path; /* NULL for a kind that has none */
	/* As it was before. */
	gid_t gid;
	mode_t mode;
	char *value; /* of a setting; NULL if it is none */
};

struct grants {
	struct grant list[GRANTS_MAX];
	size_t nr;
};

/*
 * Gives what `names` say to the users of that group. -EINVAL: unknown grant, a path elsewhere
 * or with ".." in it, or another kind of file; -ENOENT: no such file; -E2BIG: more than
 * GRANTS_MAX. On failure nothing stays given.
 */
int grants_give(
	const char *const names[], size_t nr_names, gid_t gid, struct grants *ret);
/* Whether this is granted; path NULL: any of the kind. */
bool grants_hold(const struct grants *grants, enum grant_kind kind, const char *path);
/* What is wrong with the first of `names` that cannot be granted, for where grants_give()
 * failed: in words, with those that exist. False: nothing is. */
bool grants_fault(const char *const names[], size_t nr_names, char *ret, size_t size);
/* Takes everything back, and puts settings back that were changed by it. The first -errno,
 * having tried all. */
int grants_take_back(struct grants *grants);

#endif
