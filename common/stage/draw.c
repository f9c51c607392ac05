/* SPDX-License-Identifier: MIT */
/*
 * Sizes and contents drawn from the run's seed, so that no number can be known
 * beforehand, and the same seed draws the same again.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report.h"
#include "stage.h"

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

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/*
 * The nth of 0 .. nr - 1 in an order given by x: steps of a length that has no factor
 * in common with nr come to every value before they come to one again.
 */
static uint64_t nth_choice(uint64_t x, uint64_t nr, unsigned nth)
{
	uint64_t stride = 1 + mix(x) % nr;

	while (greatest_common_divisor(stride, nr) != 1)
		stride++;
	return (uint64_t)(((unsigned __int128)stride * nth + x % nr) % nr);
}

uint64_t stage_size(const struct stage_config *config, const char *name, unsigned nth)
{
	for (size_t i = 0; i < config->nr_sizes; i++) {
		const struct stage_range *range = &config->sizes[i];
		uint64_t nr, value;
		char text[24];

		if (strcmp(range->name, name))
			continue;
		nr = (range->max - range->min) / range->step + 1;
		value = range->min +
			range->step * nth_choice(mix_name(config->seed, name), nr, nth);
		snprintf(text, sizeof(text), "%" PRIu64, value);
		report_send("size", name, text, NULL);
		return value;
	}
	return 0;
}

uint64_t stage_secret(const struct stage_config *config, const char *label)
{
	/* Apart from the sizes, of which the program is told. */
	return mix_name(~config->seed, label);
}
