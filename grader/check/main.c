/* SPDX-License-Identifier: MIT */
/*
 * ./check: builds a lab's exercise, runs it in a fresh machine under the lab's
 * checker, and reports what became of each claim.
 */
#include "parts.h"
#include "learn.h"
#include "grader/native/native.h"
#include "grader/native/knobs.h"
#include "grader/base/phase.h"
#include "grader/report/json.h"
#include "grader/report/tap.h"
#include "grader/report/text.h"
#include "grader/session/session.h"
#include "grader/build/versions.h"
#include "grader/view/keep.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEASURE_SECONDS 600

static void on_native_output(void *arg, const char *data, size_t size)
{
	check_on_output(arg, false, data, size);
}

/* As check_judge(), on this host. */
static int judge_native(struct check *c)
{
	struct native_request request = {.root = c->root,
		.lab = c->lab,
		.build = c->build,
		.seed = c->options.seed,
		.run = {.seconds = check_bound(c),
			.interrupted = check_interrupted,
			.arg = c,
			.on_output = on_native_output,
			.on_report = check_on_report}};
	char why[NATIVE_WHY];
	int err, status = 0;

	c->log = open_memstream(&c->log_text, &c->log_size);
	phase_begin("running the program on this host");
	err = native_judge(&request, &status, why);
	c->info.run_seconds = phase_end();
	if (c->log)
		fclose(c->log);
	if (*why)
		check_complain(EXIT_BROKEN, "%s", why);
	if (session_signal())
		return 128 + session_signal();
	return *why ? EXIT_BROKEN : check_settle(c, err, status);
}

static void on_measured(void *arg, const char *data, size_t size)
{
	(void)arg;
	fwrite(data, 1, size, stdout);
	fflush(stdout);
}

/* What only real hardware shows, after the claims. It changes no verdict. */
static void measure(struct check *c)
{
	struct build_request wanted = {
		.root = c->root, .lab = c->lab->folder, .interrupted = check_interrupted};
	struct native_request request = {.root = c->root,
		.lab = c->lab,
		.run = {.seconds = MEASURE_SECONDS,
			.interrupted = check_interrupted,
			.on_output = on_measured,
			.on_report = on_measured}};
	bool with_settings = !geteuid() && !result_skipped(c->result);
	char why[BUILD_WHY], *program;
	int err = build_native_part(&wanted, &program, why), status = 0;

	if (!err) {
		puts("\nOn this hardware:");
		fflush(stdout);
		err = native_measure(&request, program, with_settings, &status, why);
		free(program);
	}
	if (session_signal())
		return;
	if (err == -ETIMEDOUT)
		fputs("check: measuring took too long\n", stderr);
	else if (err || status)
		fprintf(stderr, "check: measuring failed%s%s\n", *why ? ": " : "", why);
}

/* Skips every claim where this host cannot show the lab. */
static int consider_host(struct check *c)
{
	char *reason;
	int err = native_reason(c->lab, &reason);

	c->info.kernel = c->kernel = version_kernel();
	c->info.start = "native";
	c->info.slowness = 1;
	c->info.native = true;
	if (!err && reason)
		err = result_skip(c->result, reason);
	if (!err)
		free(reason);
	return err ? check_complain(EXIT_BROKEN, "out of memory") : 0;
}

/* What --record and --view ask for. 0 or an exit status. */
static int keep_record(const struct check *c)
{
	const struct keep asked = {.root = c->root,
		.lab = c->lab,
		.result = c->result,
		.info = &c->info,
		.picture = c->picture,
		.picture_size = c->picture_size,
		.record = c->options.record,
		.view = c->options.view};
	char why[KEEP_WHY];

	return keep(&asked, c->options.tap ? stderr : stdout, why)
		       ? check_complain(EXIT_BROKEN, "%s", why)
		       : 0;
}

static int report(struct check *c)
{
	struct report_style style = report_style_for(stdout);
	int err;

	style.nr_hints = c->options.nr_hints;
	style.whole = style.verbose = c->options.verbose;
	style.watched = c->options.wait_fd >= 0;
	style.before = c->options.before;
	check_tell_predictions(c);
	check_clear(c);
	if (c->options.tap)
		report_tap(stdout, c->result, &c->info);
	else
		report_text(stdout, c->result, &c->info, &style);
	fflush(stdout);
	check_note(c);
	/* Under --watch it would push the report off the screen. */
	if (((c->options.verbose && c->options.wait_fd < 0) ||
		    result_broken(c->result)) &&
		c->log_size)
		fprintf(stderr, "\nThe checker's own words:\n%s", c->log_text);
	if (c->options.json) {
		check_ask_versions(c);
		err = report_json(c->options.json, c->result, &c->info);
		if (err)
			return check_complain(EXIT_BROKEN, "%s: %s", c->options.json,
				err == -EPIPE ? "nobody reads it" : strerror(-err));
	}
	err = keep_record(c);
	if (err || result_broken(c->result))
		return EXIT_BROKEN;
	return result_passed(c->result) ? EXIT_PASSED : EXIT_NOT_PASSED;
}

static int check(struct check *c)
{
	int status = check_prepare(c);
	bool go = true;

	if (!status && (c->options.live || c->options.traffic))
		status = check_run_first(c);
	if (!status)
		status = c->options.native ? consider_host(c) : check_consider_machine(c);
	if (!status && result_skipped(c->result))
		return report(c);
	if (!status && c->options.wait_fd >= 0)
		status = check_wait(c, &go);
	if (!status && go)
		status = check_build(c);
	if (!go)
		return status;
	if (status)
		return status;
	if (c->build->end == BUILD_UNCOMPILED) {
		status = check_uncompiled(c);
	} else if (c->options.native) {
		status = judge_native(c);
		if (!status)
			check_locate_crash(c);
	} else {
		status = check_judge(c);
	}
	return status ? status : report(c);
}

int main(int argc, char **argv)
{
	struct check c = {.source = {.fd = -1, .beside_fd = -1}};
	int status;

	setlocale(LC_CTYPE, "");
	check_options_parse(argc, argv, &c.options);
	c.root = session_root();
	if (!c.root)
		return check_complain(
			EXIT_BROKEN, "PAGELAB_ROOT is unset: start ./check");
	if (c.options.progress)
		return check_end_words(check_progress(c.root));
	if (c.options.solution)
		return check_end_words(check_solution(&c.options, c.root));
	if (c.options.predict)
		return check_end_words(check_predict(&c.options, c.root));
	if (c.options.begin)
		return check_begin(&c.options, c.root);
	c.info.started = time(NULL);
	session_catch_signals();
	if (c.options.watch)
		return check_watch(&c.options);
	if (c.options.wait_fd >= 0)
		check_complain_over_line();
	status = check(&c);
	if (status <= EXIT_NOT_PASSED && c.options.native && !c.options.tap &&
		c.info.has_native_part)
		measure(&c);
	if (session_signal())
		status = 128 + session_signal();
	check_tear_down(&c);
	return check_end_words(status);
}
