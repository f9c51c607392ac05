/* SPDX-License-Identifier: MIT */
/* How a claim ends, for those in this room who judge. */
#ifndef PAGELAB_CLAIM_PRIV_H
#define PAGELAB_CLAIM_PRIV_H

#define CLAIM_TEXT 1024

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

#endif
