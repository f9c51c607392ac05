/* SPDX-License-Identifier: MIT */
/* What the files of this room share. */
#ifndef PAGELAB_STEP_STEP_PRIV_H
#define PAGELAB_STEP_STEP_PRIV_H

#include "common/kernel/placement.h"
#include "common/picture/counters.h"
#include "common/picture/frames.h"
#include "step.h"

#define STEP_PROCESSES 64

struct step {
	const char *const *live;
	size_t nr_live;
	bool can_shell;
	struct placement_zones zones;
	struct zoneinfo zoneinfo; /* to be read into */
	struct frames frames;
	struct counters before; /* as of the last stop */
	size_t nr_events;	/* of the record that were there then */
};

/* rows.c */
void step_regions(struct step *step, const struct stage *stage, FILE *out);
void step_counters(struct step *step, FILE *out);
void step_calls(struct step *step, const struct stage *stage, FILE *out);
void step_read_counters(struct step *step, struct counters *ret);

/* explain.c: all about the page that `words` name: 0x1000, NAME, NAME[INDEX]. */
void step_explain(
	struct step *step, const struct stage *stage, const char *words, FILE *out);

#endif
