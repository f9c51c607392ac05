/* SPDX-License-Identifier: MIT */
/*
 * What became of a buffer between two moments, as it was recorded: why its pages moved, from which
 * node they were used, and how many were on node 1 at each time.
 */
#ifndef PIN_PAGE_CHECK_MOVES_H
#define PIN_PAGE_CHECK_MOVES_H

#include <stddef.h>
#include <stdint.h>

#include "check_act.h"

/* In a claim: each page that has another frame than it had set out with was moved by NUMA
 * balancing. */
void expect_balanced(const struct act *act, const struct side *was, const struct side *is,
	enum moment after, enum moment before);

/* In a claim: nine of ten pages were used by threads of the program that ran on node 1. */
void expect_used_from_away(const struct evidence *e, const struct act *act,
	const struct side *side, enum moment after, enum moment before);

/* The pages on node 1 over the time between two moments. */
struct path {
	uint64_t from_ns, to_ns; /* the program ran within these times */
	size_t nr_made;		 /* pages that were made meanwhile, and not moved */
	size_t nr_steps;
	struct step {
		uint64_t time_ns;
		size_t nr_away;
	} * steps; /* the first is how many set out */
};

void find_path(const struct evidence *e, const struct act *act, const struct side *was,
	const struct side *is, enum moment after, enum moment before, struct path *ret);

/* The least and the most pages on node 1 from one time to another. */
void path_between(const struct path *path, uint64_t from_ns, uint64_t to_ns,
	size_t *ret_least, size_t *ret_most);

#endif
