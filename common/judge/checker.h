/* SPDX-License-Identifier: MIT */
/*
 * checker: what a checker is made of. Evidence is gathered first, while the exercise runs
 * (perform.h); then every claim is one cmocka test that judges the evidence by expectations
 * (expect.h), and reports its verdict to the host at once.
 *
 *	static int gather(const struct stage_config *config, void *evidence)
 *	{
 *		struct evidence *e = evidence;
 *
 *		e->nr_pages = drawn_size(config, "pages");
 *		return perform(config, moments, look, e, &e->run);
 *	}
 *
 *	static void write_gives_the_writer_its_own_page(void **state)
 *	{
 *		const struct evidence *e = *state;
 *		const struct look *written = look_of(e, WRITTEN);
 *
 *		claim_where("page 0 of buffer");
 *		expect_equal("map count", 1, written->view.map_counts[0]);
 *		claim_saw("%zu pages with new PFNs", e->nr_new);
 *	}
 *
 *	static const struct CMUnitTest claims[] = {
 *		CLAIM(write_gives_the_writer_its_own_page),
 *	};
 *
 *	CHECKER(claims, gather, struct evidence);
 *
 * cmocka keeps one program's tests in global state, and so does this room.
 */
#ifndef PAGELAB_CHECKER_H
#define PAGELAB_CHECKER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/stage/config.h"

struct claim {
	const char *name;
	void (*fn)(void **state);
	const char *file;
	int line;
};

/* An element of a checker's claims; fn is `static void fn(void **)`. */
/* clang-format off */
#define CLAIM(fn) {#fn, claim_run, NULL, NULL, &(struct claim){#fn, fn, __FILE__, __LINE__}}
/* clang-format on */

/* The whole of a checker, at its end. */
/* clang-format off */
#define CHECKER(claims, gather, evidence) \
	int main(int argc, char **argv) \
	{ \
		return claims_main(argc, argv, (claims), \
			sizeof(claims) / sizeof((claims)[0]), (gather), sizeof(evidence)); \
	} \
	struct stage_config /* that a semicolon may follow */
/* clang-format on */

/*
 * Gathers the evidence, in memory that begins as zero and stays until all is judged; see
 * evidence.h for more. 0; or -errno: trouble of the harness, never of the program
 * under test. What cannot be gathered because the program failed is left out of the
 * evidence, for the claims to find.
 */
typedef int (*claims_gather_fn)(const struct stage_config *config, void *evidence);

/* For gather(): returns `error`, and the reports say these words of it: what the machine
 * lacks, say. */
int claims_trouble(int error, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* For gather(), as what it returns: this machine cannot show what the lab is about, for which
 * all claims are SKIP, with these words. */
int claims_skip(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- what the two macros stand for: nobody else calls it ---- */

void claim_run(void **state);
/*
 * Reads the options (common/stage/args.h), gathers, judges. `*state` in each claim is the
 * evidence. A claim that returns is a PASS with the last claim_saw(); one that ends by a bare
 * cmocka assertion sends no report, and the host calls it BROKEN; if gathering failed, all are
 * reported BROKEN with the reason.
 * Returns the exit status: 0 whatever the verdicts, 2 bad options, 3 trouble.
 */
int claims_main(int argc, char **argv, const struct CMUnitTest *claims, size_t nr_claims,
	claims_gather_fn gather, size_t evidence_bytes);

#endif
