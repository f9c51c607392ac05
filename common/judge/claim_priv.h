/* SPDX-License-Identifier: MIT */
/* What claim.c, claim_expect.c and claim_cells.c share; nobody else includes it. */
#ifndef PAGELAB_CLAIM_PRIV_H
#define PAGELAB_CLAIM_PRIV_H

#include <stdint.h>

#include "transcript.h"

#define CLAIM_TEXT 1024
#define CLAIM_NUMBER 24

/* Of the claim that runs. */
void claim_report(const char *verdict, const char *expected, const char *observed);
/* The same, and leaves the claim as failed. */
void claim_leave(const char *verdict, const char *expected, const char *observed)
	__attribute__((noreturn));

/*
 * All claims, or the one that runs, are BROKEN: the checker names something that is not there.
 * `file` and `line` are where; `names`, with NULL at the end, what there is.
 */
void claim_misnamed(const char *file, int line, const char *kind, const char *name,
	const char *const names[]) __attribute__((noreturn));

/* A number as the hole `name` of expected.txt has it: in hexadecimal, or with its sign. */
void claim_number(char text[CLAIM_NUMBER], const struct transcript *transcript,
	const char *name, uint64_t value);

#endif
