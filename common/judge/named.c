/* SPDX-License-Identifier: MIT */
/* Names that may be misspelt (named.h). */
#include "named.h"

#include <fnmatch.h>
#include <string.h>

#include "claim_priv.h"

#define MAX_HOLES 64 /* that are told */

void named_size(
	const struct stage_config *config, const char *name, const char *file, int line)
{
	const char *names[STAGE_MAX_SIZES + 1] = {NULL};

	for (size_t i = 0; i < config->nr_sizes; i++) {
		if (!strcmp(config->sizes[i].name, name))
			return;
		names[i] = config->sizes[i].name;
	}
	claim_misnamed(file, line, "size", name, names);
}

void named_in_exercise(const char *kind, const char *name, const char *file, int line)
{
	if (!lab_names)
		return;
	for (const char *const *known = lab_names; *known; known++) {
		if (!fnmatch(*known, name, 0))
			return;
	}
	claim_misnamed(file, line, kind, name, lab_names);
}

void named_moments(const char *const moments[], const char *file, int line)
{
	for (; *moments; moments++)
		named_in_exercise("checkpoint", *moments, file, line);
}

void named_hole(
	const struct transcript *transcript, const char *name, const char *file, int line)
{
	const char *names[MAX_HOLES + 1] = {NULL};
	const char *hole;

	for (size_t i = 0; transcript && (hole = transcript_hole(transcript, i)); i++) {
		if (!strcmp(hole, name))
			return;
		if (i < MAX_HOLES)
			names[i] = hole;
	}
	if (transcript)
		claim_misnamed(file, line, "hole of expected.txt", name, names);
}
