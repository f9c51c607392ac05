/* SPDX-License-Identifier: MIT */
/*
 * What a learner has done in this checkout, a line for each event:
 *
 *	1764404000 09-pagemap check 45
 *	1764404100 09-pagemap begin
 *
 * It lies in the user's state folder ($XDG_STATE_HOME/pagelab, ~/.local/state/pagelab), in a
 * folder by the checkout's path: never in git, and make clean leaves it.
 */
#ifndef PAGELAB_LEARNER_JOURNAL_H
#define PAGELAB_LEARNER_JOURNAL_H

#include <limits.h>
#include <stdio.h>

struct journal_event {
	long long at; /* seconds since 1970 */
	char folder[64];
	char what[32];
	char words[256]; /* what follows; "" if nothing */
};

/* The journal's path, for people, whether or not it is there. 0 or -ENOENT: this user has no
 * home. */
int journal_path(const char *root, char ret[PATH_MAX]);

/* Adds an event of now, in one write; its `words` may be "". 0, as above, or the -errno of making
 * folders or writing. */
int journal_add(
	const char *root, const char *folder, const char *what, const char *words);

/* The events so far, oldest first. 0, -ENOENT where there are none, -errno of fopen(3). */
int journal_open(const char *root, FILE **ret);
/* 0, or -ENODATA at the end; lines that are no events are passed over. */
int journal_next(FILE *journal, struct journal_event *ret);

#endif
