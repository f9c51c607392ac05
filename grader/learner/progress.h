/* SPDX-License-Identifier: MIT */
/* How far a learner has come in each lab, by the journal, and what is next. */
#ifndef PAGELAB_LEARNER_PROGRESS_H
#define PAGELAB_LEARNER_PROGRESS_H

#include <stdbool.h>
#include <stdio.h>

struct progress_lab {
	char *folder;	    /* "09-pagemap" */
	int last, best;	    /* score; -1: never judged */
	unsigned nr_tries;  /* checks that gave a score */
	long long last_at;  /* of the last of them */
	long best_seconds;  /* at work until it passed; -1: it has not */
	bool passed;	    /* at least once */
	bool seen_solution; /* by --give-up, before it passed */
	/* The attempt that goes on, from the first check, or the first since it was begun anew. */
	long seconds;
	bool running;
	long long counted_at;
};

struct progress {
	struct progress_lab *labs; /* in their order */
	size_t nr;
};

/* All labs under root, and what the journal says of them; none is no error. 0, -ENOMEM, -errno of
 * reading labs/. */
int progress_read(const char *root, struct progress *ret);
/* The same with this journal, which may be NULL. */
int progress_parse(const char *root, FILE *journal, struct progress *ret);
void progress_free(struct progress *progress);

/* The lab by its folder; NULL if there is none. */
const struct progress_lab *progress_of(
	const struct progress *progress, const char *folder);
/* The lab to go on with: the last that was begun and has not passed, or the first in order. NULL
 * if all have. */
const struct progress_lab *progress_next(const struct progress *progress);

/* A table, and what is next and why; in at most `columns`. */
void progress_print(FILE *out, const struct progress *progress, size_t columns);

#endif
