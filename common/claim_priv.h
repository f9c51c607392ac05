/* SPDX-License-Identifier: MIT */
/* What claim.c and claim_expect.c share; nobody else includes it. */
#ifndef PAGELAB_CLAIM_PRIV_H
#define PAGELAB_CLAIM_PRIV_H

#define CLAIM_TEXT 1024

/* Of the claim that runs. */
void claim_report(const char *verdict, const char *expected, const char *observed);
/* The same, and leaves the claim as failed. */
void claim_leave(const char *verdict, const char *expected, const char *observed)
	__attribute__((noreturn));

#endif
