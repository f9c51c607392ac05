/* SPDX-License-Identifier: MIT */
/* What a claim says of itself, and how it ends where no expectation ends it (expect.h). */
#ifndef PAGELAB_CLAIM_H
#define PAGELAB_CLAIM_H

#include <stdint.h>

#define CLAIM_PRINTF(n) __attribute__((format(printf, n, n + 1)))

/* Where the following expectations look: "page 3 of buffer". Cleared at each claim. */
void claim_where(const char *fmt, ...) CLAIM_PRINTF(1);
/* What the kernel showed, in words, for the report of a PASS. */
void claim_saw(const char *fmt, ...) CLAIM_PRINTF(1);
/* Leaves the claim with SKIP: this machine cannot show it. */
void claim_skip(const char *fmt, ...) CLAIM_PRINTF(1);
/* On a host that other programs use, too: SKIP if a counter of the whole kernel grew by more
 * than `most`, all that the program under test may have to do with it. */
void claim_alone(const char *counter, uint64_t most, uint64_t growth);
/* Leaves the claim with FAIL and these words. */
void claim_fail(const char *expected, const char *observed_fmt, ...) CLAIM_PRINTF(2);
/* Leaves the claim with BROKEN: the checker itself could not look (errno in r). */
void claim_broken(int r, const char *fmt, ...) CLAIM_PRINTF(2);

#endif
