/* SPDX-License-Identifier: MIT */
/*
 * ./check: builds a lab's exercise, runs it in a fresh machine under the lab's
 * checker, and reports what became of each claim.
 */
#include "check_parts.h"
#include "diagnose_oops.h"
#include "native.h"
#include "native_knobs.h"
#include "phase.h"
#include "report_json.h"
#include "report_tap.h"
#include "report_text.h"
#include "session.h"
#include "text.h"
#include "versions.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RUNS_IN_A_CHECK 4 /* of the exercise, at most, for the bound on the whole */
#define CHECK_SECONDS 20  /* that the checker itself may take */
#define MEASURE_SECONDS 600

static void on_output(void *arg, bool is_stderr, const char *data, size_t size)
{
	struct check *c = arg;

	(void)is_stderr;
	if (c->log && ftell(c->log) < 1024 * 1024)
		fwrite(data, 1, size, c->log);
}

static void on_report(void *arg, const char *data, size_t size)
{
	struct check *c = arg;

	if (result_report(c->result, data, size) == -ENOMEM)
		result_trouble(c->result, "out of memory");
}

static int push(struct check *c)
{
	static const char failed[] = "The programs could not be put into the machine";
	const struct build *b = c->build;
	int err = vm_put(
		c->vm, "/run/pagelab/exercise", 0755, b->exercise.data, b->exercise.size);

	if (!err)
		err = vm_put(
			c->vm, "/run/pagelab/check", 0700, b->check.data, b->check.size);
	if (!err)
		err = vm_put(c->vm, "/run/pagelab/expected.txt", 0600, b->expected.data,
			b->expected.size);
	if (!err && c->lab->exercise_module)
		err = session_put_exercise(
			c->vm, c->lab->exercise_module, b->module.data, b->module.size);
	return err ? check_complain(EXIT_BROKEN, "%s: %s", failed, strerror(-err)) : 0;
}

static int open_machine(struct check *c)
{
	struct session_request request = {
		.root = c->root, .lab = c->lab, .cold = c->options.cold};
	struct timespec begun, now;
	char why[VM_WHY];
	int err;

	clock_gettime(CLOCK_MONOTONIC, &begun);
	err = session_open(&request, &c->vm, why);
	if (session_signal())
		return 128 + session_signal();
	if (err)
		return check_complain(EXIT_BROKEN, "%s", why);
	c->kernel = strdup(vm_kernel_release(c->vm));
	c->info.kernel = c->kernel;
	c->info.start = vm_start_kind(c->vm);
	c->info.slowness = vm_slowness(c->vm);
	err = push(c);
	clock_gettime(CLOCK_MONOTONIC, &now);
	c->info.machine_seconds =
		(now.tv_sec - begun.tv_sec) + (now.tv_nsec - begun.tv_nsec) / 1e9;
	return err;
}

static int settle(struct check *c, int err, int status)
{
	struct outcome outcome = {.err = err, .status = status};

	if (c->vm) {
		outcome.panicked = vm_fate(c->vm) == VM_PANICKED;
		outcome.last_words = vm_last_words(c->vm);
	}
	return result_settle(c->result, &outcome)
		       ? check_complain(EXIT_BROKEN, "out of memory")
		       : 0;
}

/* Loads the learner's module, if that is what the exercise is; what becomes of one that
 * fails is settled. 0 or an exit status. */
static int load_exercise(struct check *c, bool *ret_loaded)
{
	char why[VM_WHY];
	int err = 0;

	if (c->lab->exercise_module)
		err = session_load_exercise(c->vm, c->lab->exercise_module, why);
	if (session_signal())
		return 128 + session_signal();
	*ret_loaded = !err;
	if (!err)
		return 0;
	if (vm_fate(c->vm) != VM_RUNS)
		return settle(c, err, 0);
	return result_refused(
		       c->result, err == -ETIMEDOUT ? VERDICT_TIMEOUT : VERDICT_FAIL, why)
		       ? check_complain(EXIT_BROKEN, "out of memory")
		       : 0;
}

/* Seconds for the checker and all its runs. */
static double bound(const struct check *c)
{
	return (c->lab->limits.seconds * RUNS_IN_A_CHECK + CHECK_SECONDS) *
	       c->info.slowness;
}

/* Has the checker judge, and gives a verdict to every claim. */
static int judge(struct check *c)
{
	struct session_args args = {.program = "/run/pagelab/check",
		.expected = "/run/pagelab/expected.txt",
		.seed = c->options.seed,
		.slowness = c->info.slowness};
	char **words = session_arguments(c->lab, &args);
	struct vm_run run = {.args = (const char *const *)words,
		.input = -1,
		.seconds = (int)bound(c) + 1,
		.arg = c,
		.on_output = on_output,
		.on_report = on_report};
	int err, status = 0;

	if (!words)
		return check_complain(EXIT_BROKEN, "out of memory");
	c->log = open_memstream(&c->log_text, &c->log_size);
	phase_begin("running the program in the machine");
	err = vm_run(c->vm, &run, &status);
	c->info.run_seconds = phase_end();
	if (c->log)
		fclose(c->log);
	session_arguments_free(words);
	if (session_signal())
		return 128 + session_signal();
	return settle(c, err, status);
}

static void on_native_output(void *arg, const char *data, size_t size)
{
	on_output(arg, false, data, size);
}

/* The same on this host. */
static int judge_native(struct check *c)
{
	struct native_request request = {.root = c->root,
		.lab = c->lab,
		.build = c->build,
		.seed = c->options.seed,
		.run = {.seconds = bound(c),
			.interrupted = check_interrupted,
			.arg = c,
			.on_output = on_native_output,
			.on_report = on_report}};
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
	return *why ? EXIT_BROKEN : settle(c, err, status);
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

/* The same where the machine is smaller than usual. */
static int consider_machine(struct check *c)
{
	unsigned nr_cpus = vm_nr_cpus();
	char reason[128];

	if (nr_cpus >= (unsigned)c->lab->nr_cpus)
		return 0;
	snprintf(reason, sizeof(reason),
		"CPUs 0 to %d are needed, and the machine has %u (VM_CPUS).",
		c->lab->nr_cpus - 1, nr_cpus);
	return result_skip(c->result, reason)
		       ? check_complain(EXIT_BROKEN, "out of memory")
		       : 0;
}

/* Where the program crashed, or the kernel in the learner's module. */
static void locate_crash(struct check *c)
{
	const char *cross = c->options.native ? "" : getenv("CROSS");
	const struct exercise_run *run = result_bad_run(c->result);
	const char *module = c->lab->exercise_module;
	char tool[256];
	int err = -ENODATA;

	snprintf(tool, sizeof(tool), "%saddr2line", cross ? cross : "aarch64-linux-gnu-");
	if (module && c->result->panic)
		err = diagnose_oops(tool, c->build->exercise_fd, module, c->build->source,
			c->result->panic, &c->place);
	else if (!module && run && run->crashed)
		err = diagnose_crash(tool, c->build->exercise_fd, c->build->source,
			&run->crash, &c->place);
	if (err)
		return;
	if (c->tasks)
		c->place.task = task_map_at(c->tasks, c->place.line);
	c->info.crash_place = &c->place;
}

/* What only the JSON says, and costs time. */
static void ask_versions(struct check *c)
{
	if (!c->options.json)
		return;
	c->info.commit = c->commit = version_commit();
	if (c->vm)
		c->info.qemu = c->qemu = version_qemu();
}

static int report(struct check *c)
{
	struct report_style style = report_style_for(stdout);
	int err;

	style.nr_hints = c->options.nr_hints;
	style.verbose = c->options.verbose;
	if (c->options.tap)
		report_tap(stdout, c->result, &c->info);
	else
		report_text(stdout, c->result, &c->info, &style);
	fflush(stdout);
	if ((c->options.verbose || result_broken(c->result)) && c->log_size)
		fprintf(stderr, "\nThe checker's own words:\n%s", c->log_text);
	if (c->options.json) {
		err = report_json(c->options.json, c->result, &c->info);
		if (err)
			return check_complain(
				EXIT_BROKEN, "%s: %s", c->options.json, strerror(-err));
	}
	if (result_broken(c->result))
		return EXIT_BROKEN;
	return result_passed(c->result) ? EXIT_PASSED : EXIT_NOT_PASSED;
}

static int check(struct check *c)
{
	int status = check_prepare(c);
	bool loaded = true;

	if (!status)
		status = c->options.native ? consider_host(c) : consider_machine(c);
	if (!status && result_skipped(c->result))
		return ask_versions(c), report(c);
	if (!status)
		status = check_build(c);
	if (status)
		return status;
	if (c->build->end == BUILD_UNCOMPILED) {
		c->info.compiler_words =
			c->compiler_words ? c->compiler_words : c->build->words;
		if (result_uncompiled(c->result))
			return check_complain(EXIT_BROKEN, "out of memory");
	} else {
		status = c->options.native ? 0 : open_machine(c);
		if (!status && !c->options.native)
			status = load_exercise(c, &loaded);
		if (!status && loaded)
			status = c->options.native ? judge_native(c) : judge(c);
		if (status)
			return status;
		locate_crash(c);
	}
	ask_versions(c);
	return report(c);
}

static void tear_down(struct check *c)
{
	vm_close(c->vm);
	result_free(c->result);
	task_map_free(c->tasks);
	build_free(c->build);
	lab_free(c->lab);
	free(c->log_text);
	free(c->compiler_words);
	free(c->next_lab);
	free(c->commit);
	free(c->kernel);
	free(c->qemu);
}

int main(int argc, char **argv)
{
	struct check c = {0};
	int status;

	setlocale(LC_CTYPE, "");
	check_options_parse(argc, argv, &c.options);
	c.root = session_root();
	if (!c.root)
		return check_complain(
			EXIT_BROKEN, "PAGELAB_ROOT is unset: start ./check");
	c.info.started = time(NULL);
	session_catch_signals();
	status = check(&c);
	if (status <= EXIT_NOT_PASSED && c.options.native && !c.options.tap &&
		c.info.has_native_part)
		measure(&c);
	if (session_signal())
		status = 128 + session_signal();
	tear_down(&c);
	return status;
}
