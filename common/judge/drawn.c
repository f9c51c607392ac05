/* SPDX-License-Identifier: MIT */
/* The run's sizes, by name (drawn.h). */
#include <string.h>

#include "claim_priv.h"
#include "drawn.h"

static size_t find(
	const struct stage_config *config, const char *name, const char *file, int line)
{
	const char *names[STAGE_MAX_SIZES + 1] = {NULL};

	for (size_t i = 0; i < config->nr_sizes; i++) {
		if (!strcmp(config->sizes[i].name, name))
			return i;
		names[i] = config->sizes[i].name;
	}
	claim_misnamed(file, line, "size", name, names);
}

uint64_t drawn_size_at(
	const struct stage_config *config, const char *name, const char *file, int line)
{
	uint64_t value = 0;

	find(config, name, file, line);
	stage_size(config, name, &value);
	return value;
}

struct stage_config drawn_but_at(const struct stage_config *config, const char *name,
	uint64_t value, const char *file, int line)
{
	struct stage_config changed = *config;
	struct stage_range *range = &changed.sizes[find(config, name, file, line)];

	range->min = range->max = value;
	return changed;
}

uint64_t drawn_seed(const struct stage_config *config)
{
	return stage_seed(config);
}
