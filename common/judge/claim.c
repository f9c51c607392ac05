/* SPDX-License-Identifier: MIT */
/* Runs claims as cmocka tests and reports their verdicts; see claim.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "claim.h"
#include "claim_priv.h"
#include "common/stage/grants.h"
#include "common/stage/report.h"
#include "common/stage/args.h"

#define EXIT_TROUBLE 3

static struct {
	struct stage_config config;
	claims_gather_fn gather;
	claims_discard_fn discard;
	void *evidence;
	int error;		  /* of gathering */
	char trouble[CLAIM_TEXT]; /* words for it, or "" */
	const struct claim *claim;
	char where[CLAIM_TEXT];
	char saw[CLAIM_TEXT];
} run;

void claim_report(const char *verdict, const char *expected, const char *observed)
{
	report_send("claim", run.claim ? run.claim->name : "", verdict, run.where,
		expected, observed, NULL);
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

void claim_run(void **state)
{
	void *evidence = run.evidence;

	run.claim = *state;
	run.where[0] = run.saw[0] = '\0';
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

void expect_counted(const char *counter, uint64_t expected, uint64_t growth)
{
	claim_alone(counter, expected, growth);
	expect_equal(counter, expected, growth);
}

static int set_up(void **state)
{
	(void)state;
	run.error = run.gather(&run.config, &run.evidence);
	return run.error;
}

static int tear_down(void **state)
{
	(void)state;
	if (run.discard && run.evidence)
		run.discard(run.evidence);
	run.evidence = NULL;
	return 0;
}

static void report_broken(const struct CMUnitTest *claims, size_t nr_claims)
{
	char why[CLAIM_TEXT];
	const char *missing = grants_missing(run.config.grants, run.config.nr_grants);

	if (run.error == -ENOENT && missing)
		snprintf(why, sizeof(why), "the machine has no %s, which the lab needs",
			missing);
	else if (run.trouble[0])
		snprintf(why, sizeof(why), "%s", run.trouble);
	else
		snprintf(why, sizeof(why),
			"the checker could not gather its evidence: %s",
			strerror(-run.error));
	run.where[0] = '\0';
	for (size_t i = 0; i < nr_claims; i++) {
		run.claim = claims[i].initial_state;
		claim_report("BROKEN", "", why);
	}
}

int claims_trouble(int error, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(run.trouble, sizeof(run.trouble), fmt, ap);
	va_end(ap);
	return error;
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
	claims_gather_fn gather, claims_discard_fn discard)
{
	memset(&run, 0, sizeof(run));
	run.gather = gather;
	run.discard = discard;
	/* Not set when gather() is left by an assertion. */
	run.error = -ECANCELED;
	stage_args_parse(argc, argv, &run.config);
	take_precedence();
	_cmocka_run_group_tests(
		program_invocation_short_name, claims, nr_claims, set_up, tear_down);
	tear_down(NULL);
	if (run.error)
		report_broken(claims, nr_claims);
	return run.error ? EXIT_TROUBLE : 0;
}
