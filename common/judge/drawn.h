/* SPDX-License-Identifier: MIT */
/*
 * drawn: what lab.json's `sizes` and `args` are in this run. perform() gives the program its
 * arguments; a checker asks for the same values by name:
 *
 *	e->nr_pages = drawn_size(config, "pages");
 *	e->seed = drawn_seed(config);
 *
 * A name that lab.json has not makes all claims BROKEN, with the line that asked.
 */
#ifndef PAGELAB_DRAWN_H
#define PAGELAB_DRAWN_H

#include <stdint.h>

#include "common/stage/config.h"

/* clang-format off */
#define drawn_size(config, name) drawn_size_at((config), (name), __FILE__, __LINE__)
/* The same config, but for a size that is not drawn: for a second run that differs in it. */
#define drawn_but(config, name, value) \
	drawn_but_at((config), (name), (value), __FILE__, __LINE__)
/* clang-format on */

/* The program's argument `seed`: at least 1, and fits a long. */
uint64_t drawn_seed(const struct stage_config *config);

uint64_t drawn_size_at(
	const struct stage_config *config, const char *name, const char *file, int line);
struct stage_config drawn_but_at(const struct stage_config *config, const char *name,
	uint64_t value, const char *file, int line);

#endif
