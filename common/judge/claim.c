/* SPDX-License-Identifier: MIT */
/* Runs claims as cmocka tests, and tells how each ends; see checker.h and claim.h. What is
 * expected of a program, expect.c and expect_output.c know, which stand on this. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "checker.h"
#include "claim.h"
#include "claim_priv.h"
#include "expect.h"
#include "evidence.h"
#include "common/picture/picture.h"
#include "common/stage/grants.h"
#include "common/stage/report.h"
#include "common/stage/args.h"

#define EXIT_TROUBLE 3

static struct {
	struct stage_config config;
	claims_gather_fn gather;
	void *evidence;
	size_t evidence_bytes;
	int error;		  /* of gathering */
	char trouble[CLAIM_TEXT]; /* words for it, or "" */
	bool skips;		  /* these words say why the machine cannot show it */
	const struct claim *claim;
	char where[CLAIM_TEXT];
	char saw[CLAIM_TEXT];
} run;

void claim_report(const char *verdict, const char *expected, const char *observed)
{
	report_send("claim", run.claim ? run.claim->name : "", verdict, run.where,
		expected, observed, NULL);
	picture_claimed(run.config.picture, run.claim ? run.claim->name : "");
	/* For the log; the host takes its verdicts from the reports. */
	fprintf(stderr, "%s: %s: where \"%s\", expected \"%s\", saw \"%s\"\n",
		run.claim ? run.claim->name : "", verdict, run.where, expected, observed);
}

void claim_leave(const char *verdict, const char *expected, const char *observed)
{
	claim_report(verdict, expected, observed);
	fail();
	abort(); /* not reached: fail() leaves the test */
}

void claim_fail(const char *expected, const char *observed_fmt, ...)
{
	char seen[CLAIM_TEXT];
	va_list ap;

	va_start(ap, observed_fmt);
	vsnprintf(seen, sizeof(seen), observed_fmt, ap);
	va_end(ap);
	claim_leave("FAIL", expected, seen);
}

void claim_skip(const char *fmt, ...)
{
	char why[CLAIM_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	claim_report("SKIP", "", why);
	skip();
}

void claim_broken(int r, const char *fmt, ...)
{
	char text[CLAIM_TEXT / 2], why[CLAIM_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	snprintf(why, sizeof(why), "%s: %s", text, strerror(r < 0 ? -r : r));
	claim_leave("BROKEN", "", why);
}

void claim_run(void **state)
{
	void *evidence = run.evidence;

	run.claim = *state;
	run.where[0] = run.saw[0] = '\0';
	if (run.skips)
		claim_skip("%s", run.trouble);
	run.claim->fn(&evidence);
	run.where[0] = '\0';
	claim_report("PASS", "", run.saw);
}

void claim_where(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(run.where, sizeof(run.where), fmt, ap);
	va_end(ap);
}

void claim_saw(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(run.saw, sizeof(run.saw), fmt, ap);
	va_end(ap);
}

void claim_alone(const char *counter, uint64_t most, uint64_t growth)
{
	if (run.config.shared_host && (int64_t)(growth - most) > 0)
		claim_skip("%s grew by %" PRIu64 ", of which %" PRIu64 " may be the "
			   "program's: it counts what others do on this host, too",
			counter, growth, most);
}

/* Why all is BROKEN: returns an error for that. */
static int tell_misnamed(const char *file, int line, const char *kind, const char *name,
	const char *const names[])
{
	int size = sizeof(run.trouble);
	int used = snprintf(run.trouble, size,
		"%s:%d: there is no %s “%s”; there are:", file, line, kind, name);

	for (size_t i = 0; names[i] && used < size; i++)
		used += snprintf(
			run.trouble + used, size - used, "%s %s", i ? "," : "", names[i]);
	return -ENOENT;
}

static int set_up(void **state)
{
	(void)state;
	run.evidence = evidence_keep(calloc(1, run.evidence_bytes));
	run.error = run.evidence ? run.gather(&run.config, run.evidence) : -ENOMEM;
	if (run.skips)
		run.error = 0;
	return run.error;
}

static int tear_down(void **state)
{
	(void)state;
	evidence_end();
	run.evidence = NULL;
	return 0;
}

/* What kept the evidence from being gathered. */
static void tell_trouble(char why[CLAIM_TEXT])
{
	bool may_be_a_grant = run.error == -ENOENT || run.error == -EINVAL;

	if (may_be_a_grant &&
		grants_fault(run.config.grants, run.config.nr_grants, why, CLAIM_TEXT))
		return;
	if (run.trouble[0])
		snprintf(why, CLAIM_TEXT, "%s", run.trouble);
	else
		snprintf(why, CLAIM_TEXT, "the checker could not gather its evidence: %s",
			strerror(-run.error));
}

/* Of all that lab.json names, if that is known. */
static void report_broken(const struct CMUnitTest *claims, size_t nr_claims)
{
	struct claim claim = {.name = NULL};
	char why[CLAIM_TEXT];

	tell_trouble(why);
	run.where[0] = '\0';
	run.claim = &claim;
	if (run.config.nr_claims)
		nr_claims = run.config.nr_claims;
	for (size_t i = 0; i < nr_claims; i++) {
		claim.name = run.config.nr_claims ? run.config.claims[i] : claims[i].name;
		claim_report("BROKEN", "", why);
	}
}

/* Whether each claim is one of lab.json's. The host misses those that lack. */
static int find_claims(const struct CMUnitTest *claims, size_t nr_claims)
{
	const char *names[STAGE_MAX_CLAIMS + 1] = {NULL};
	size_t nr = run.config.nr_claims;

	memcpy(names, run.config.claims, nr * sizeof(names[0]));
	for (size_t i = 0; i < nr_claims && nr; i++) {
		const struct claim *claim = claims[i].initial_state;
		size_t k = 0;

		while (k < nr && strcmp(names[k], claim->name))
			k++;
		if (k == nr)
			return tell_misnamed(claim->file, claim->line,
				"claim of lab.json", claim->name, names);
	}
	return 0;
}

int claims_trouble(int error, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(run.trouble, sizeof(run.trouble), fmt, ap);
	va_end(ap);
	return error;
}

int claims_skip(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(run.trouble, sizeof(run.trouble), fmt, ap);
	va_end(ap);
	run.skips = true;
	return -ECANCELED;
}

void claim_misnamed(const char *file, int line, const char *kind, const char *name,
	const char *const names[])
{
	tell_misnamed(file, line, kind, name, names);
	if (run.claim)
		claim_leave("BROKEN", "", run.trouble);
	fail(); /* leaves gather() */
	abort();
}

/* The host shows them. */
static void report_sizes(void)
{
	char text[STAGE_ARG_SIZE];
	uint64_t value;

	for (size_t i = 0; i < run.config.nr_sizes; i++) {
		if (stage_size(&run.config, run.config.sizes[i].name, &value))
			continue;
		snprintf(text, sizeof(text), "%" PRIu64, value);
		report_send("size", run.config.sizes[i].name, text, NULL);
	}
}

/* Without it a check goes on: what is kept for people judges nothing. */
static void begin_picture(void)
{
	int err = 0;

	if (run.config.picture_path)
		err = picture_create(run.config.picture_path, run.config.live,
			run.config.nr_live, &run.config.picture);
	if (err)
		fprintf(stderr, "no picture: %s\n", strerror(-err));
}

static void end_picture(void)
{
	int err = picture_write(run.config.picture);

	if (err)
		fprintf(stderr, "no picture: %s\n", strerror(-err));
	picture_free(run.config.picture);
	run.config.picture = NULL;
}

/* The program may keep every CPU and all memory busy; the checker goes first. */
static void take_precedence(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd >= 0) {
		n = write(fd, "-1000", 5);
		(void)n;
		close(fd);
	}
	setpriority(PRIO_PROCESS, 0, -10);
}

int claims_main(int argc, char **argv, const struct CMUnitTest *claims, size_t nr_claims,
	claims_gather_fn gather, size_t evidence_bytes)
{
	memset(&run, 0, sizeof(run));
	run.gather = gather;
	run.evidence_bytes = evidence_bytes;
	stage_args_parse(argc, argv, &run.config);
	take_precedence();
	begin_picture();
	report_sizes();
	run.error = find_claims(claims, nr_claims);
	if (!run.error) {
		/* Stays when gather() is left by an assertion. */
		run.error = -ECANCELED;
		_cmocka_run_group_tests(program_invocation_short_name, claims, nr_claims,
			set_up, tear_down);
		tear_down(NULL);
	}
	if (run.error)
		report_broken(claims, nr_claims);
	end_picture();
	return run.error ? EXIT_TROUBLE : 0;
}
