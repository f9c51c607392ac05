/* SPDX-License-Identifier: MIT */
/* What the end to end tests share: running ./check and ./run as a person would. */
#ifndef PAGELAB_CHECKS_H
#define PAGELAB_CHECKS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* How a command ended. */
struct ended {
	int status;	/* exit status, or 128 + signal */
	char *output;	/* what it wrote to stdout and stderr */
	json_t *result; /* result.json, or NULL */
};

/*
 * Runs `command` in a shell in the checkout's folder; "$JSON" in it is the name of a
 * file that is read as the result. What hangs is killed in the end: status 124.
 */
void checks_run(struct ended *ret, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * The same with a command that ends with --wait: it is told to go on once its machine is ready. FD is
 * put behind.
 */
void checks_run_waiting(struct ended *ret, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void checks_free(struct ended *ended);

/* The names of all claims that are not PASS, each once, with blanks between them. */
char *checks_failing(const json_t *result);
/* The verdict of one claim, or "". */
const char *checks_verdict(const json_t *result, const char *claim);
/* The score, or -1 where there is none (BROKEN). */
int checks_score(const json_t *result);

/* Fails the test, with the command's output, unless the status is this one. */
void checks_expect_status(const struct ended *ended, int status);
/* ... unless the output has this text. */
void checks_expect_output(const struct ended *ended, const char *text);
/* ... unless the score is this one. */
void checks_expect_score(const struct ended *ended, int score);
/*
 * ... unless the claims of `caught_by` are not PASS; those of `perhaps` may be so, too, and no others.
 * Both are names with blanks between them; "all": the score is 0.
 */
void checks_expect_caught(const struct ended *ended, const char *program,
	const char *caught_by, const char *perhaps);

#endif
