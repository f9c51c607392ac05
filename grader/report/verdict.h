/* SPDX-License-Identifier: MIT */
/*
 * What became of one check: the reports of the checker (common/stage/report.h),
 * collected into a verdict for every claim of the lab.
 *
 *	result_new(lab, &result);
 *	result_report(result, data, size);	for each datagram
 *	result_settle(result, &outcome);	claims nobody reported
 *
 * Only PASS earns points. A claim that is BROKEN, or trouble that is no claim's,
 * means that the workbook or the machine failed: there is no score.
 */
#ifndef PAGELAB_VERDICT_H
#define PAGELAB_VERDICT_H

#include "grader/base/crash.h"
#include "grader/lab/lab_json.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum verdict {
	VERDICT_NONE, /* nothing was reported yet */
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_SKIP, /* this machine cannot show it */
	VERDICT_TIMEOUT,
	VERDICT_PANIC, /* the guest's kernel died before */
	VERDICT_BROKEN,
};

struct claim_result {
	enum verdict verdict;
	char *where; /* these three may be "" */
	char *expected;
	char *observed;
};

/* The program ended before the claim could be judged: it says so and nothing of its subject
 * (expect_reached() and expect_exit() of common/judge/expect.h). */
bool claim_not_reached(const struct claim_result *claim);

/* One run of the exercise. A checker may make several, of different sizes. */
struct exercise_run {
	char *checkpoint; /* the last one reached; NULL if none */
	char *output;	  /* with what it said on stderr; NULL if not reported */
	char *errors;	  /* that alone; NULL if not reported */
	char *how;	  /* "exit", "signal", … as in report.h; NULL if not reported */
	uint64_t number;  /* goes with `how` */
	bool crashed;
	struct crash crash;
};

struct drawn_size {
	char *name;
	uint64_t value;
};

/* A table that the checker kept, in CSV with its titles. */
struct series {
	char *name;
	char *csv;
};

struct result {
	const struct lab *lab;
	struct claim_result *claims; /* lab->nr_claims of them, in that order */
	struct drawn_size *sizes;
	size_t nr_sizes;
	struct series *series;
	size_t nr_series;
	struct exercise_run *runs;
	size_t nr_runs;
	bool has_reports; /* something came from the checker */
	char *trouble;	  /* why there is no score, if it is no claim's; else NULL */
	char *panic;	  /* the kernel's last words; NULL if there are none */
};

int result_new(const struct lab *lab, struct result **ret);
void result_free(struct result *result);

/*
 * Takes one datagram. -EBADMSG if it is not what report.h says, names a claim that
 * lab.json does not have, or judges a claim twice: the result is broken by it.
 * -ENOMEM.
 */
int result_report(struct result *result, const char *data, size_t size);

/* How the checker ended. */
struct outcome {
	int err;		/* of vm_run(): 0, -ETIMEDOUT, -ENOTCONN, … */
	int status;		/* as from waitpid(), where err is 0 */
	bool panicked;		/* the guest's kernel died */
	const char *last_words; /* of that kernel */
	const char *said;	/* what the checker wrote, or NULL */
};

/* Gives a verdict to claims without one. 0 or -ENOMEM. */
int result_settle(struct result *result, const struct outcome *outcome);

/* The exercise does not compile: every claim fails. 0 or -ENOMEM. */
int result_uncompiled(struct result *result);

/* The machine did not take the learner's module: FAIL or TIMEOUT, with the reason. */
int result_refused(struct result *result, enum verdict verdict, const char *reason);

/* Notes trouble that is no claim's; the first one stays. */
__attribute__((format(printf, 2, 3))) void result_trouble(
	struct result *result, const char *format, ...);

/* This host cannot show the lab: every claim is skipped. 0 or -ENOMEM. */
int result_skip(struct result *result, const char *reason);

bool result_broken(const struct result *result);
bool result_passed(const struct result *result);
/* Nothing was judged: every claim was skipped. */
bool result_skipped(const struct result *result);
/* Some claims were skipped, and all others passed. */
bool result_left_out(const struct result *result);
int result_earned(const struct result *result, size_t claim);
/* The sum of points; -1 if the result is broken, or nothing was judged. */
int result_score(const struct result *result);
/* The first run that did not end with exit status 0; NULL if all did. */
const struct exercise_run *result_bad_run(const struct result *result);

const char *verdict_name(enum verdict verdict);

#endif
