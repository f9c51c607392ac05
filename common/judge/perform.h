/* SPDX-License-Identifier: MIT */
/*
 * perform: one run of the exercise, looked at in a row of moments, and what it printed
 * compared with expected.txt. What most checkers gather their evidence with:
 *
 *	enum moment { FILLED, WRITTEN, NR_MOMENTS };
 *	static const char *const moments[] = {"filled", "written", NULL};
 *
 *	struct evidence {
 *		struct performance run;
 *		struct look at[NR_MOMENTS];     filled by look(), below
 *	};
 *
 *	err = perform(config, moments, look, e, &e->run);
 *	...
 *	look_of(e, WRITTEN)->nr_faults       in a claim
 *
 * The program gets the arguments that lab.json names (drawn.h).
 */
#ifndef PAGELAB_PERFORM_H
#define PAGELAB_PERFORM_H

#include <stddef.h>

#include "common/recorder/record.h"
#include "common/stage/config.h"
#include "common/stage/look.h"
#include "expect.h"
#include "transcript.h"

struct performance {
	struct stage *stage;
	struct transcript *report; /* NULL if it was not run to its end */
	/* What the kernel logged of it, by "records" of lab.json; see expect_record(). */
	const struct record *record;
	const char *const *moments;
	struct picture *picture; /* what is kept for people, or NULL */
	size_t picture_run;
	stage_sample_fn sample; /* the checker's own, or NULL */
	void *sample_arg;
	size_t nr_right; /* moments from the first on, as far as the regions were right */
};

/*
 * Looks at the frozen program at moments[moment]. 0; -ENODATA: its regions are not what
 * was asked for; another -errno: trouble of the harness, which ends the run.
 */
typedef int (*perform_look_fn)(
	const struct performance *performance, size_t moment, void *arg);

/*
 * Runs the program. Moments are checkpoints, NULL at the end, that must come in this order;
 * where one does not come, the rest is not seen. *ret stays until all is judged.
 * 0, or -errno of stage.h, look() or transcript_match(): the harness's trouble.
 */
int perform(const struct stage_config *config, const char *const moments[],
	perform_look_fn look, void *arg, struct performance *ret);
/* The same, but ends the program at the last moment: nobody asks what it does or prints
 * afterwards, and `report` stays NULL. */
int perform_part(const struct stage_config *config, const char *const moments[],
	perform_look_fn look, void *arg, struct performance *ret);
/* The same, and `sample` is called at each lab_sample() of the program (stage.h). */
int perform_sampled(const struct stage_config *config, const char *const moments[],
	perform_look_fn look, stage_sample_fn sample, void *arg, struct performance *ret);
/*
 * One act of a program that can play several: it gets the words of `more`, NULL at the end, behind
 * its arguments, and `look` sees every checkpoint that it comes to (stage_checkpoint()). There are
 * no moments, and no report. Errors as above; -EBUSY: not even SIGKILL ends it (stage_end()).
 */
int perform_act(const struct stage_config *config, char *const more[],
	perform_look_fn look, void *arg, struct performance *ret);

/*
 * In a claim: what was seen at that moment, at[moment] of what `run` is in; or the end of the
 * claim, as expect_moment().
 */
/* clang-format off */
#define look_of(evidence, moment) \
	(expect_moment(&(evidence)->run, (moment)), \
		(const __typeof__((evidence)->at[0]) *)&(evidence)->at[(moment)])
/* clang-format on */
/*
 * In a claim: the run's record, of these groups (enum record_group) at least. SKIP where
 * nothing is recorded, as natively; FAIL where the program did more than can be recorded.
 */
const struct record *expect_record(
	const struct performance *performance, unsigned groups);
/* In a claim: the last of these calls with that number, if there is one, did not fail. */
void expect_granted(const struct record *record, const struct record_query *calls,
	long nr, const char *wanted);

#endif
