/* SPDX-License-Identifier: MIT */
/*
 * What a program leaves behind, in whatever session: it is killed.
 *
 *	orphans_adopt(&orphans);
 *	... fork and wait for a program ...
 *	orphans_kill(&orphans);
 *
 * Children that the caller had before are left alone; it may make no others between, and
 * has one thread.
 */
#ifndef PAGELAB_GRADE_ORPHANS_H
#define PAGELAB_GRADE_ORPHANS_H

#include <stddef.h>
#include <sys/types.h>

#define ORPHANS_KNOWN 16

struct orphans {
	pid_t known[ORPHANS_KNOWN];
	size_t nr_known;
};

/* From here on, whose parent dies is the caller's child. */
void orphans_adopt(struct orphans *ret);
/* Ends with none left, however many they are and whatever they start meanwhile. */
void orphans_kill(const struct orphans *orphans);

#endif
