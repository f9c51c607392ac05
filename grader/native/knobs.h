/* SPDX-License-Identifier: MIT */
/*
 * Kernel settings of this very host, changed for a while. A process of its own, the
 * keeper, saves, sets, and puts them back when its pipe ends: however ./check ends,
 * SIGKILL included.
 *
 *	./check -- pipe --> keeper:  save to a file, set ... end of the pipe: put back
 *
 * Only who kills the keeper itself prevents that. Then the file is left, and the next
 * start puts the settings back from it.
 */
#ifndef PAGELAB_NATIVE_KNOBS_H
#define PAGELAB_NATIVE_KNOBS_H

#include "grader/lab/knobs.h"

#define NATIVE_FOLDER "/run/pagelab"
#define NATIVE_WHY 512

struct native_knobs;

/*
 * Sets `base`, where the host has such files and the lab does not set them, and then
 * `lab`. `folder` is made if need be; one at a time can hold it, the next one waits.
 *
 * `lent` names files, NULL at the end, that others change or are given meanwhile: their values, where
 * they have one, and their owners are put back after the rest, which may change them.
 *
 * *ret_found, malloc'ed, is NULL or sentences about settings that an earlier check left
 * behind, and that were put back first. It is set even on failure.
 *
 * 0, -EINTR: a signal came while it waited; or another -errno, and `why` (NATIVE_WHY
 * bytes) holds a sentence: then all settings are as they were.
 */
int native_knobs_set(const char *folder, const struct lab_knobs *base,
	const struct lab_knobs *lab, const char *const lent[], struct native_knobs **ret,
	char **ret_found, char *why);

/* Puts them back. 0, or -errno, and `why` says what could not be. NULL is allowed. */
int native_knobs_put_back(struct native_knobs *knobs, char *why);

#endif
