/* SPDX-License-Identifier: MIT */
/*
 * Claims: what a checker's tests are made of. Evidence is gathered first, while the
 * exercise runs; then every claim is one cmocka test that judges the evidence, and
 * reports its verdict to the host at once (report.h).
 *
 *	static void write_gives_the_writer_its_own_page(void **state)
 *	{
 *		const struct evidence *e = *state;
 *
 *		expect_reached(e->stage, "written");
 *		claim_where("page %zu of buffer", i);
 *		expect_equal("map count", 1, e->counts[i]);
 *		claim_saw("%zu pages with new PFNs", e->nr_new);
 *	}
 *
 *	int main(int argc, char **argv)
 *	{
 *		static const struct CMUnitTest claims[] = {
 *			CLAIM(write_gives_the_writer_its_own_page),
 *		};
 *		return claims_main(argc, argv, claims, 1, gather, discard);
 *	}
 *
 * cmocka keeps one program's tests in global state, and so does this file.
 */
#ifndef PAGELAB_CLAIM_H
#define PAGELAB_CLAIM_H

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/stage/stage.h"
#include "transcript.h"

struct claim {
	const char *name;
	void (*fn)(void **state);
};

/* An element of the array given to claims_main(); fn is `static void fn(void **)`. */
/* clang-format off */
#define CLAIM(fn) {#fn, claim_run, NULL, NULL, &(struct claim){#fn, fn}}
/* clang-format on */

void claim_run(void **state);

/*
 * Gathers the evidence. 0; or -errno: trouble of the harness, never of the program
 * under test. What cannot be gathered because the program failed is left out of the
 * evidence, for the claims to find.
 */
typedef int (*claims_gather_fn)(const struct stage_config *config, void **ret_evidence);
typedef void (*claims_discard_fn)(void *evidence);

/* For gather(): returns `error`, and the reports say these words of it: what the machine
 * lacks, say. */
int claims_trouble(int error, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * The whole of a checker: reads the options (common/stage/args.h), gathers, judges, discards.
 * `*state` in each claim is the evidence. A claim that returns is a PASS with the last
 * claim_saw(); one that ends by a bare cmocka assertion sends no report, and the host
 * calls it BROKEN; if gathering failed, all are reported BROKEN with the reason.
 * Returns the exit status: 0 whatever the verdicts, 2 bad options, 3 trouble.
 */
int claims_main(int argc, char **argv, const struct CMUnitTest *claims, size_t nr_claims,
	claims_gather_fn gather, claims_discard_fn discard);

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

/* Each reports FAIL and leaves the claim if it does not hold. */
void expect_equal(const char *what, uint64_t expected, uint64_t observed);
/* The same, shown in hex: for PFNs and flags. */
void expect_equal_hex(const char *what, uint64_t expected, uint64_t observed);
/* The growth of a counter of the whole kernel; where it is too large, claim_alone() first. */
void expect_counted(const char *counter, uint64_t expected, uint64_t growth);
/* low <= observed */
void expect_at_least(const char *what, uint64_t low, uint64_t observed);
/* low <= observed <= high */
void expect_between(const char *what, uint64_t low, uint64_t high, uint64_t observed);
/* The same set of CPUs, shown as a list. */
void expect_cpus(const cpu_set_t *expected, const cpu_set_t *observed);
void expect_true(bool holds, const char *expected, const char *observed_fmt, ...)
	CLAIM_PRINTF(3);

/*
 * Evidence was taken at this checkpoint. If not: FAIL, or TIMEOUT where the program ran
 * out of time, with how it ended, in words.
 */
void expect_reached(const struct stage *stage, const char *checkpoint);
/* The program ended by itself with this exit status. FAIL or TIMEOUT as above. */
void expect_exit(const struct stage *stage, int status);
/* Every line of expected.txt was printed, in order, once. NULL: nothing to look at. */
void expect_transcript_complete(const struct transcript *transcript);
/* The number printed in the hole {name:int} or {name:hex}. */
void expect_hole(
	const struct transcript *transcript, const char *name, uint64_t expected);
/* The word printed in the hole {name:word}. */
void expect_hole_word(
	const struct transcript *transcript, const char *name, const char *expected);
/* The same in a row of a table, for {name:int} and {name:hex}. A negative number is told as
 * the unsigned one of 64 bits. */
void expect_cell(const struct transcript *transcript, const char *name, size_t row,
	uint64_t expected);
/* The same of {name:word} and {name:text}. */
void expect_cell_word(const struct transcript *transcript, const char *name, size_t row,
	const char *expected);
/* The table that has hole `name` has so many rows. */
void expect_nr_rows(
	const struct transcript *transcript, const char *name, size_t nr_expected);

#endif
