/* SPDX-License-Identifier: MIT */
/* What ./check does for a learner besides judging: each gives an exit status. */
#ifndef PAGELAB_CHECK_LEARN_H
#define PAGELAB_CHECK_LEARN_H

#include "parts.h"

/* --progress: the labs with score, tries and time, and what is next. */
int check_progress(const char *root);
/* --solution, --give-up: the learner's tasks beside the solution's. */
int check_solution(const struct check_options *options, const char *root);
/* --predict: asks; shows what happened once the lab has passed. */
int check_predict(const struct check_options *options, const char *root);
/* --begin: notes that a lab was begun anew (mk/reset). */
int check_begin(const struct check_options *options, const char *root);
/* --live, --traffic: shows the program run, before it is judged. What becomes of it there is no
 * matter. 0 or an exit status: after a signal. */
int check_run_first(const struct check *c);
/* Notes what a check gave. Where that fails, nothing is lost but the progress. */
void check_note(const struct check *c);
/* Of a check that passed: keeps what its program has shown of the predictions, and notes how many
 * were right. */
void check_tell_predictions(struct check *c);

#endif
