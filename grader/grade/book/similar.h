/* SPDX-License-Identifier: MIT */
/*
 * How alike two sources are, whatever they call things: fingerprints of their token streams, chosen by
 * winnowing (Schleimer, Wilkerson, Aiken: “Winnowing: Local Algorithms for Document Fingerprinting”,
 * SIGMOD 2003). Comments, blanks, names and numbers do not count. Never a verdict: two right programs
 * of a short exercise are alike.
 */
#ifndef PAGELAB_GRADE_SIMILAR_H
#define PAGELAB_GRADE_SIMILAR_H

#include <stddef.h>
#include <stdint.h>

struct fingerprints {
	uint64_t *marks; /* in their order, each once */
	size_t nr;
};

/* 0 or -ENOMEM. */
int fingerprints_make(const char *source, size_t size, struct fingerprints *ret);
void fingerprints_deinit(struct fingerprints *of);
/* Takes away what `given`, the skeleton, has too. */
void fingerprints_without(struct fingerprints *of, const struct fingerprints *given);
/* The part of the smaller one that the other has, 0 to 1; 0 where one has next to none. */
double fingerprints_shared(const struct fingerprints *a, const struct fingerprints *b);

#endif
