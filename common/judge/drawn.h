/* SPDX-License-Identifier: MIT */
/*
 * drawn: what lab.json's `sizes` and `args` are in this run. perform() gives the program its
 * arguments; a checker asks for the same values by name:
 *
 *	e->nr_pages = drawn_size(config, "pages");
 *	e->seed = drawn_seed(config);
 */
#ifndef PAGELAB_DRAWN_H
#define PAGELAB_DRAWN_H

#include <stdint.h>

#include "common/stage/config.h"

/* A size that lab.json has (named.h). */
uint64_t drawn_size(const struct stage_config *config, const char *name);
/* The program's argument `seed`: at least 1, and fits a long. */
uint64_t drawn_seed(const struct stage_config *config);

/* The same config, but for a size that is not drawn: for a second run that differs in it. */
struct stage_config drawn_but(
	const struct stage_config *config, const char *name, uint64_t value);

/* From `min` to `max`, another one for each label, and the program does not know it. */
uint64_t drawn_secret(
	const struct stage_config *config, const char *label, uint64_t min, uint64_t max);

#endif
