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
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

#define CHECKER "/run/pagelab/check"
#define EXPECTED "/run/pagelab/expected.txt"

/* What is in the machine already stays: it is translated. */
static int put(struct check *c, const char *path, unsigned mode, const struct blob *blob,
	const struct blob *there)
{
	if (there && there->size == blob->size &&
		!memcmp(there->data, blob->data, blob->size))
		return 0;
	return vm_put(c->vm, path, mode, blob->data, blob->size);
}

static int put_programs(struct check *c, const struct build *b, const struct build *there)
{
	int err = put(c, "/run/pagelab/exercise", 0755, &b->exercise, NULL);

	if (!err)
		err = put(c, CHECKER, 0700, &b->check, there ? &there->check : NULL);
	return err ? err
		   : put(c, EXPECTED, 0600, &b->expected,
			     there ? &there->expected : NULL);
}

static int push(struct check *c)
{
	static const char failed[] = "The programs could not be put into the machine";
	const struct build *b = c->build;
	int err = put_programs(c, b, c->warm);

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

static int run_checker(
	struct check *c, struct session_args *args, struct vm_run *run, int *ret_status)
{
	char **words;
	int err;

	args->program = CHECKER;
	args->expected = EXPECTED;
	args->seed = c->options.seed;
	args->slowness = c->info.slowness;
	args->unrecorded = c->options.unrecorded;
	words = session_arguments(c->lab, args);
	if (!words)
		return -ENOMEM;
	run->args = (const char *const *)words;
	run->input = -1;
	run->same_addresses = true;
	run->seconds = (int)check_bound(c) + 1;
	err = vm_run(c->vm, run, ret_status);
	session_arguments_free(words);
	return err;
}

/*
 * An emulated machine takes most of its time for code that it executes for the first time, to
 * translate it. Judges the skeleton, and leaves the machine as it was but for the translated code,
 * and what khugepaged and the free lists have seen: labs that depend on that say "fresh" (lab_json.h).
 * A machine that did not come to the end of that is judged in all the same, and says what is wrong.
 */
static void warm_up(struct check *c)
{
	struct build_request wanted = {
		.root = c->root, .lab = c->lab->folder, .interrupted = check_interrupted};
	struct session_args args = {0};
	struct vm_run run = {0};
	struct source skeleton;
	char why[BUILD_WHY], path[PATH_MAX];
	int status;

	snprintf(path, sizeof(path), "%s/labs/%s/skeleton.c", c->root, c->lab->folder);
	if (source_take(path, &skeleton))
		return;
	wanted.source = &skeleton;
	if (!build_lab(&wanted, &c->warm, why) && c->warm->end == BUILD_DONE &&
		!put_programs(c, c->warm, NULL)) {
		run_checker(c, &args, &run, &status);
	} else {
		build_free(c->warm);
		c->warm = NULL;
	}
	source_free(&skeleton);
}

static bool is_told_to_go(const struct check *c)
{
	struct pollfd fd = {.fd = c->options.wait_fd, .events = POLLIN};

	return poll(&fd, 1, 0) == 1;
}

int check_wait(struct check *c, bool *ret_go)
{
	int status = open_machine(c);
	char go;
	ssize_t n = 0;

	*ret_go = false;
	if (!status && !c->lab->exercise_module && !c->lab->fresh && !is_told_to_go(c))
		warm_up(c);
	if (session_signal())
		return 128 + session_signal();
	if (!status && vm_pause(c->vm))
		status = check_complain(EXIT_BROKEN, "the machine cannot be stopped");
	/* Who has said “go” already may have closed the other end. */
	if (!status)
		send(c->options.wait_fd, "", 1, MSG_NOSIGNAL);
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
	struct session_args args = {
		.picture = c->options.view || c->options.record ? PICTURE : NULL};
	struct vm_run run = {
		.arg = c, .on_output = check_on_output, .on_report = check_on_report};
	int err, status = 0;

	c->log = open_memstream(&c->log_text, &c->log_size);
	phase_begin("running the program in the machine");
	err = run_checker(c, &args, &run, &status);
	c->info.run_seconds = phase_end();
	if (c->log)
		fclose(c->log);
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
	if (c->vm && *vm_qemu_version(c->vm))
		c->info.qemu = c->qemu = strdup(vm_qemu_version(c->vm));
}

void check_tear_down(struct check *c)
{
	vm_close(c->vm);
	result_free(c->result);
	task_map_free(c->tasks);
	build_free(c->build);
	build_free(c->warm);
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
