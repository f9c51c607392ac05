/* SPDX-License-Identifier: MIT */
/* What was built is run in a fresh machine, and judged: ./check and ./grade. See
 * parts.h. */
#include "parts.h"
#include "grader/base/clock.h"
#include "grader/build/diagnose_oops.h"
#include "grader/base/phase.h"
#include "grader/lab/machine.h"
#include "grader/session/session.h"
#include "grader/build/versions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PICTURE "/run/pagelab/picture" /* in the machine */
#define RUNS_IN_A_CHECK 4 /* of the exercise, at most, for the bound on the whole */
#define CHECK_SECONDS 20  /* that the checker itself may take */

void check_on_output(void *arg, bool is_stderr, const char *data, size_t size)
{
	struct check *c = arg;

	(void)is_stderr;
	if (c->log && ftell(c->log) < 1024 * 1024)
		fwrite(data, 1, size, c->log);
}

void check_on_report(void *arg, const char *data, size_t size)
{
	struct check *c = arg;

	if (result_report(c->result, data, size) == -ENOMEM)
		result_trouble(c->result, "out of memory");
}

int check_consider_machine(struct check *c)
{
	char why[VM_WHY], reason[LAB_WHY];
	struct vm_size size;

	if (vm_size_read(c->lab->profile, &size, why))
		return check_complain(EXIT_BROKEN, "%s", why);
	if (!lab_machine_lacks(
		    c->lab, size.nr_nodes, size.nr_cpus, size.node_mib, reason))
		return 0;
	return result_skip(c->result, reason)
		       ? check_complain(EXIT_BROKEN, "out of memory")
		       : 0;
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
	struct session_request request = {.root = c->root,
		.lab = c->lab,
		.unrecorded = c->options.unrecorded,
		.cold = c->options.cold,
		.sealed = c->sealed};
	char why[VM_WHY];
	int err;

	err = session_open(&request, &c->vm, why);
	if (session_signal())
		return 128 + session_signal();
	if (err)
		return check_complain(EXIT_BROKEN, "%s", why);
	c->kernel = strdup(vm_kernel_release(c->vm));
	c->info.kernel = c->kernel;
	c->info.start = vm_start_kind(c->vm);
	c->info.slowness = vm_slowness(c->vm);
	return 0;
}

int check_wait(struct check *c, bool *ret_go)
{
	int status = open_machine(c);
	char go;
	ssize_t n = 0;

	*ret_go = false;
	if (!status && vm_pause(c->vm))
		status = check_complain(EXIT_BROKEN, "the machine cannot be stopped");
	while (!status && (n = read(c->options.wait_fd, &go, 1)) < 0 && errno == EINTR)
		status = session_signal() ? 128 + session_signal() : 0;
	if (status || n <= 0)
		return status;
	if (vm_continue(c->vm))
		return check_complain(EXIT_BROKEN, "the machine cannot be continued");
	*ret_go = true;
	return check_take_source(c);
}

int check_settle(struct check *c, int err, int status)
{
	struct outcome outcome = {
		.err = err, .status = status, .said = c->log_size ? c->log_text : NULL};

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
		err = session_load_exercise(c->vm, c->lab, why);
	if (session_signal())
		return 128 + session_signal();
	*ret_loaded = !err;
	if (!err)
		return 0;
	if (vm_fate(c->vm) != VM_RUNS)
		return check_settle(c, err, 0);
	return result_refused(
		       c->result, err == -ETIMEDOUT ? VERDICT_TIMEOUT : VERDICT_FAIL, why)
		       ? check_complain(EXIT_BROKEN, "out of memory")
		       : 0;
}

double check_bound(const struct check *c)
{
	return (c->lab->limits.seconds * RUNS_IN_A_CHECK + CHECK_SECONDS) *
	       c->info.slowness;
}

static int judge(struct check *c)
{
	struct session_args args = {.program = "/run/pagelab/check",
		.expected = "/run/pagelab/expected.txt",
		.seed = c->options.seed,
		.slowness = c->info.slowness,
		.picture = c->options.view || c->options.record ? PICTURE : NULL,
		.unrecorded = c->options.unrecorded};
	char **words = session_arguments(c->lab, &args);
	struct vm_run run = {.args = (const char *const *)words,
		.input = -1,
		.seconds = (int)check_bound(c) + 1,
		.arg = c,
		.on_output = check_on_output,
		.on_report = check_on_report};
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
	/* There is none where the machine or the checker came to a bad end. */
	if (!err && args.picture)
		vm_get(c->vm, PICTURE, &c->picture, &c->picture_size);
	if (session_signal())
		return 128 + session_signal();
	return check_settle(c, err, status);
}

void check_locate_crash(struct check *c)
{
	const char *cross = c->options.native ? "" : getenv("CROSS");
	const struct exercise_run *run = result_bad_run(c->result);
	const char *module = c->lab->exercise_module;
	char tool[256], *const plain[] = {tool, NULL};
	int err = -ENODATA;

	snprintf(tool, sizeof(tool), "%saddr2line", cross ? cross : "aarch64-linux-gnu-");
	if (module && c->result->panic)
		err = diagnose_oops(c->crash_tool ? c->crash_tool : plain,
			c->crash_program, c->build->exercise_fd, module, c->build->source,
			c->result->panic, &c->place);
	else if (!module && run && run->crashed)
		err = diagnose_crash(c->crash_tool ? c->crash_tool : plain,
			c->crash_program, c->build->exercise_fd, c->build->source,
			&run->crash, &c->place);
	if (err)
		return;
	if (c->tasks)
		c->place.task = task_map_at(c->tasks, c->place.line);
	c->info.crash_place = &c->place;
}

int check_judge(struct check *c)
{
	bool loaded = true;
	double begun = clock_seconds();
	int status = c->vm ? 0 : open_machine(c);

	if (!status)
		status = push(c);
	c->info.machine_seconds = clock_seconds() - begun;
	if (!status)
		status = load_exercise(c, &loaded);
	if (!status && loaded)
		status = judge(c);
	if (!status)
		check_locate_crash(c);
	return status;
}

int check_uncompiled(struct check *c)
{
	c->info.compiler_words = c->compiler_words ? c->compiler_words : c->build->words;
	return result_uncompiled(c->result) ? check_complain(EXIT_BROKEN, "out of memory")
					    : 0;
}

void check_ask_versions(struct check *c)
{
	c->info.commit = c->commit = version_commit();
	if (c->vm)
		c->info.qemu = c->qemu = version_qemu();
}

void check_tear_down(struct check *c)
{
	vm_close(c->vm);
	result_free(c->result);
	task_map_free(c->tasks);
	build_free(c->build);
	source_free(&c->source);
	lab_free(c->lab);
	free(c->log_text);
	free(c->picture);
	free(c->compiler_words);
	free(c->next_lab);
	free(c->note);
	free(c->commit);
	free(c->kernel);
	free(c->qemu);
}
