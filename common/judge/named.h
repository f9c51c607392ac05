/* SPDX-License-Identifier: MIT */
/*
 * named: names that a checker asks by, and that may be misspelt. What lab.json and the exercise
 * do not have, no program could ever do right: all that depends on it is BROKEN, with the line
 * of the checker and with the names that there are. check.h has the macros that see to it.
 */
#ifndef PAGELAB_NAMED_H
#define PAGELAB_NAMED_H

#include "common/stage/config.h"
#include "transcript.h"

/* Those of the exercise, made from its source (mk/names.awk), NULL at the end; a `*` in one
 * stands for a number. Programs that are no checker of a lab have no such list. */
extern const char *const lab_names[] __attribute__((weak));

/* Each returns if there is such a name, and else leaves the claim, or all, as BROKEN. */
void named_size(
	const struct stage_config *config, const char *name, const char *file, int line);
/* `kind` is what is asked for by it: a checkpoint, a region. */
void named_in_exercise(const char *kind, const char *name, const char *file, int line);
/* All moments of a performance. */
void named_moments(const char *const moments[], const char *file, int line);
/* A hole of expected.txt; NULL: nothing was printed, and nothing is known. */
void named_hole(const struct transcript *transcript, const char *name, const char *file,
	int line);

#endif
