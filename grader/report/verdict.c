/* SPDX-License-Identifier: MIT */
/* Judges what was reported, see verdict.h. Reports are read in reports.c. */
#include "verdict.h"
#include "grader/base/text.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

int result_new(const struct lab *lab, struct result **ret)
{
	struct result *result = calloc(1, sizeof(*result));

	if (!result)
		return -ENOMEM;
	result->lab = lab;
	result->claims = calloc(lab->nr_claims, sizeof(*result->claims));
	if (!result->claims) {
		free(result);
		return -ENOMEM;
	}
	*ret = result;
	return 0;
}

void result_free(struct result *result)
{
	if (!result)
		return;
	for (size_t i = 0; i < result->lab->nr_claims; i++) {
		free(result->claims[i].where);
		free(result->claims[i].expected);
		free(result->claims[i].observed);
	}
	for (size_t i = 0; i < result->nr_runs; i++) {
		free(result->runs[i].checkpoint);
		free(result->runs[i].output);
		free(result->runs[i].errors);
		free(result->runs[i].how);
	}
	for (size_t i = 0; i < result->nr_sizes; i++)
		free(result->sizes[i].name);
	for (size_t i = 0; i < result->nr_series; i++) {
		free(result->series[i].name);
		free(result->series[i].csv);
	}
	free(result->series);
	free(result->claims);
	free(result->runs);
	free(result->sizes);
	free(result->trouble);
	free(result->panic);
	free(result);
}

void result_trouble(struct result *result, const char *format, ...)
{
	char words[512];
	va_list ap;

	if (result->trouble)
		return;
	va_start(ap, format);
	vsnprintf(words, sizeof(words), format, ap);
	va_end(ap);
	result->trouble = text_clean(words, strlen(words));
}

/* Gives every claim that has none a verdict, with words. */
static int judge_rest(struct result *result, enum verdict verdict, const char *expected,
	const char *observed)
{
	for (size_t i = 0; i < result->lab->nr_claims; i++) {
		struct claim_result *claim = &result->claims[i];

		if (claim->verdict != VERDICT_NONE)
			continue;
		claim->where = strdup("");
		claim->expected = strdup(expected);
		claim->observed = strdup(observed);
		if (!claim->where || !claim->expected || !claim->observed)
			return -ENOMEM;
		claim->verdict = verdict;
	}
	return 0;
}

/* How the checker itself ended, in words; "" if as it should. */
static void describe_end(const struct outcome *outcome, char *words, size_t size)
{
	words[0] = '\0';
	if (outcome->err == -ENOTCONN)
		snprintf(words, size, "the machine ended before the checker did");
	else if (outcome->err)
		snprintf(words, size, "the checker could not be run: %s",
			strerror(-outcome->err));
	else if (WIFSIGNALED(outcome->status))
		snprintf(words, size, "the checker was ended by signal %d (%s)",
			WTERMSIG(outcome->status), strsignal(WTERMSIG(outcome->status)));
	else if (WEXITSTATUS(outcome->status))
		snprintf(words, size, "the checker ended with status %d",
			WEXITSTATUS(outcome->status));
}

int result_settle(struct result *result, const struct outcome *outcome)
{
	char words[128];
	const char *said = outcome->said ? outcome->said : "";

	if (outcome->panicked) {
		free(result->panic);
		result->panic = strdup(outcome->last_words);
		return result->panic ? judge_rest(result, VERDICT_PANIC, "",
					       "the guest's kernel died before this "
					       "could be judged")
				     : -ENOMEM;
	}
	if (outcome->err == -ETIMEDOUT)
		return judge_rest(result, VERDICT_TIMEOUT, "",
			"the check as a whole ran out of time");
	describe_end(outcome, words, sizeof(words));
	/* Checkers do not die of themselves, but a module in their kernel can kill them. One that
	 * never came so far as to say anything was not fit to start. */
	if (*words && !outcome->err && result->lab->exercise_module &&
		result->has_reports)
		return judge_rest(result, VERDICT_FAIL,
			"the module leaves everything else alone", words);
	if (*words && !result->has_reports && *said)
		result_trouble(result, "%s before it judged anything: %.*s", words,
			(int)strcspn(said, "\n"), said);
	else if (*words)
		result_trouble(result, "%s", words);
	return judge_rest(result, VERDICT_BROKEN, "",
		*words ? words : "the checker did not judge this");
}

int result_uncompiled(struct result *result)
{
	return judge_rest(result, VERDICT_FAIL, "", "the program does not compile");
}

int result_refused(struct result *result, enum verdict verdict, const char *reason)
{
	return judge_rest(result, verdict, "the module is loaded", reason);
}

int result_skip(struct result *result, const char *reason)
{
	return judge_rest(result, VERDICT_SKIP, "", reason);
}

bool result_skipped(const struct result *result)
{
	for (size_t i = 0; i < result->lab->nr_claims; i++)
		if (result->claims[i].verdict != VERDICT_SKIP)
			return false;
	return !result->trouble;
}

bool result_left_out(const struct result *result)
{
	bool skipped = false;

	for (size_t i = 0; i < result->lab->nr_claims; i++) {
		enum verdict verdict = result->claims[i].verdict;

		if (verdict != VERDICT_SKIP && verdict != VERDICT_PASS)
			return false;
		skipped |= verdict == VERDICT_SKIP;
	}
	return skipped && !result->trouble;
}

bool result_broken(const struct result *result)
{
	for (size_t i = 0; i < result->lab->nr_claims; i++)
		if (result->claims[i].verdict == VERDICT_BROKEN ||
			result->claims[i].verdict == VERDICT_NONE)
			return true;
	return result->trouble;
}

bool result_passed(const struct result *result)
{
	for (size_t i = 0; i < result->lab->nr_claims; i++)
		if (result->claims[i].verdict != VERDICT_PASS)
			return false;
	return !result->trouble;
}

int result_earned(const struct result *result, size_t claim)
{
	bool passed = result->claims[claim].verdict == VERDICT_PASS;

	return passed ? result->lab->claims[claim].points : 0;
}

int result_score(const struct result *result)
{
	int score = 0;

	if (result_broken(result) || result_skipped(result))
		return -1;
	for (size_t i = 0; i < result->lab->nr_claims; i++)
		score += result_earned(result, i);
	return score;
}

const struct exercise_run *result_bad_run(const struct result *result)
{
	for (size_t i = 0; i < result->nr_runs; i++) {
		const struct exercise_run *run = &result->runs[i];

		if (run->crashed ||
			(run->how && (strcmp(run->how, "exit") || run->number)))
			return run;
	}
	return NULL;
}

static const char *const names[] = {
	[VERDICT_NONE] = "NONE",
	[VERDICT_PASS] = "PASS",
	[VERDICT_FAIL] = "FAIL",
	[VERDICT_SKIP] = "SKIP",
	[VERDICT_TIMEOUT] = "TIMEOUT",
	[VERDICT_PANIC] = "PANIC",
	[VERDICT_BROKEN] = "BROKEN",
};

const char *verdict_name(enum verdict verdict)
{
	return names[verdict];
}

bool claim_not_reached(const struct claim_result *claim)
{
	static const char *const begins[] = {
		"the program reaches checkpoint ", "the program ends with exit status "};

	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (!strncmp(claim->expected, begins[i], strlen(begins[i])))
			return true;
	return false;
}
