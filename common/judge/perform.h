/* SPDX-License-Identifier: MIT */
/*
 * perform: one run of the exercise, looked at in a row of moments, and what it printed
 * compared with expected.txt. What most checkers gather their evidence with:
 *
 *	static const char *const moments[] = {"filled", "written", NULL};
 *
 *	r = perform(config, args, moments, look, evidence, &evidence->run);
 *	...
 *	expect_moment(&evidence->run, "written");       in a claim
 *	...
 *	perform_end(&evidence->run);
 */
#ifndef PAGELAB_PERFORM_H
#define PAGELAB_PERFORM_H

#include <stddef.h>

#include "common/stage/stage.h"
#include "transcript.h"

struct performance {
	struct stage *stage;
	struct transcript *report; /* NULL if it was not run to its end */
	const char *const *moments;
	const char *wrong_from; /* the first moment with wrong regions, or NULL */
};

/*
 * Looks at the frozen program at moments[moment]. 0; -ENODATA: its regions are not what
 * was asked for; another -errno: trouble of the harness, which ends the run.
 */
typedef int (*perform_look_fn)(
	const struct performance *performance, size_t moment, void *arg);

/*
 * Runs the program with `args` (after argv[0]). Moments are checkpoints, NULL at the
 * end, that must come in this order; where one does not come, the rest is not seen.
 * *ret is to be ended even if this fails. 0, or -errno of stage.h, look() or
 * transcript_match(): the harness's trouble.
 */
int perform(const struct stage_config *config, char *const args[],
	const char *const moments[], perform_look_fn look, void *arg,
	struct performance *ret);
/* The same, but ends the program at the last moment: nobody asks what it does or prints
 * afterwards, and `report` stays NULL. */
int perform_part(const struct stage_config *config, char *const args[],
	const char *const moments[], perform_look_fn look, void *arg,
	struct performance *ret);
/* The same, and `sample` is called at each lab_sample() of the program (stage.h). */
int perform_sampled(const struct stage_config *config, char *const args[],
	const char *const moments[], perform_look_fn look, stage_sample_fn sample,
	void *arg, struct performance *ret);
/* Frees it; one that never began (all zero) is allowed. */
void perform_end(struct performance *performance);

/* In a claim: evidence was taken at that checkpoint, and its regions were right. */
void expect_moment(const struct performance *performance, const char *checkpoint);

#endif
