/* SPDX-License-Identifier: MIT */
/* The run's sizes, by name (drawn.h). */
#include "drawn.h"

#include <string.h>

uint64_t drawn_size(const struct stage_config *config, const char *name)
{
	uint64_t value = 0;

	stage_size(config, name, &value);
	return value;
}

struct stage_config drawn_but(
	const struct stage_config *config, const char *name, uint64_t value)
{
	struct stage_config changed = *config;

	for (size_t i = 0; i < changed.nr_sizes; i++) {
		struct stage_range *range = &changed.sizes[i];

		if (!strcmp(range->name, name))
			range->min = range->max = value;
	}
	return changed;
}

uint64_t drawn_secret(
	const struct stage_config *config, const char *label, uint64_t min, uint64_t max)
{
	return min + stage_secret(config, label) % (max - min + 1);
}

uint64_t drawn_seed(const struct stage_config *config)
{
	return stage_seed(config);
}
