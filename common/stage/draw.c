/* SPDX-License-Identifier: MIT */
/*
 * Sizes and contents drawn from the run's seed, so that no number can be known
 * beforehand, and the same seed draws the same again.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "config.h"

/* splitmix64, the public-domain generator of Sebastiano Vigna. */
static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static uint64_t mix_name(uint64_t seed, const char *name)
{
	uint64_t x = mix(seed);

	while (*name)
		x = mix(x ^ (unsigned char)*name++);
	return x;
}

int stage_size(const struct stage_config *config, const char *name, uint64_t *ret)
{
	for (size_t i = 0; i < config->nr_sizes; i++) {
		const struct stage_range *range = &config->sizes[i];
		uint64_t nr = (range->max - range->min) / range->step + 1;

		if (strcmp(range->name, name))
			continue;
		*ret = range->min + range->step * (mix_name(config->seed, name) % nr);
		return 0;
	}
	return -ENOENT;
}

uint64_t stage_seed(const struct stage_config *config)
{
	/* Apart from the sizes, of which the program is told. */
	return (mix_name(~config->seed, "seed") >> 2) + 1;
}

uint64_t stage_secret(const struct stage_config *config, const char *label)
{
	return mix_name(mix(~config->seed), label) >> 2;
}

int stage_arguments(
	const struct stage_config *config, char ret[STAGE_MAX_SIZES][STAGE_ARG_SIZE])
{
	for (size_t i = 0; i < config->nr_args; i++) {
		uint64_t value = stage_seed(config);
		int err = strcmp(config->args[i], "seed")
				  ? stage_size(config, config->args[i], &value)
				  : 0;

		if (err)
			return err;
		snprintf(ret[i], STAGE_ARG_SIZE, "%" PRIu64, value);
	}
	return 0;
}
