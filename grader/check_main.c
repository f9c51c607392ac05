/* SPDX-License-Identifier: MIT */
/*
 * ./check: builds a lab's exercise, runs it in a fresh machine under the lab's
 * checker, and reports what became of each claim.
 */
#include "build.h"
#include "check_info.h"
#include "check_options.h"
#include "lab_folders.h"
#include "phase.h"
#include "report_json.h"
#include "report_tap.h"
#include "report_text.h"
#include "session.h"
#include "text.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define RUNS_IN_A_CHECK 4 /* of the exercise, at most, for the bound on the whole */
#define CHECK_SECONDS 20  /* that the checker itself may take */

/* One check from its begin to its end. */
struct check {
	struct check_options options;
	const char *root;
	struct lab *lab;
	struct build *build;
	struct vm *vm;
	struct result *result;
	struct check_info info;
	struct crash_place place;
	struct task_map *tasks;
	FILE *log; /* what the checker wrote, cmocka's words */
	char *log_text;
	size_t log_size;
	char *compiler_words, *next_lab, *commit, *kernel, qemu[128];
	char exercise[PATH_MAX];
};

/* Words about this program's own failing; the exit status, for return. */
__attribute__((format(printf, 2, 3))) static int complain(
	int status, const char *format, ...)
{
	va_list ap;

	fputs("check: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return status;
}

static int find_lab(struct check *c, char **ret)
{
	const char *word = c->options.lab;
	char *current = NULL, *names;
	int err;

	if (!word && session_current_lab(c->root, &current))
		return complain(
			EXIT_USAGE, "which lab? Say ./check labNN, or make labNN first");
	err = lab_find(c->root, word ? word : current, ret);
	if (err == -ENOENT && !lab_names(c->root, &names)) {
		complain(EXIT_USAGE, "there is no lab \"%s\". There are: %s",
			word ? word : current, *names ? names : "none");
		free(names);
	} else if (err) {
		complain(EXIT_USAGE, "reading labs/: %s", strerror(-err));
	}
	free(current);
	return err ? EXIT_USAGE : 0;
}

static int prepare(struct check *c)
{
	char *folder = NULL, why[LAB_WHY];
	int status = find_lab(c, &folder);

	if (status)
		return status;
	if (c->options.exercise && !realpath(c->options.exercise, c->exercise)) {
		free(folder);
		return complain(
			EXIT_USAGE, "%s: %s", c->options.exercise, strerror(errno));
	}
	if (lab_load(c->root, folder, &c->lab, why))
		status = complain(EXIT_BROKEN, "%s", why);
	lab_next(c->root, folder, &c->next_lab);
	free(folder);
	if (!status && result_new(c->lab, &c->result))
		status = complain(EXIT_BROKEN, "out of memory");
	if (!c->options.seed_given) {
		uint32_t drawn = 0;

		if (getrandom(&drawn, sizeof(drawn), 0) != sizeof(drawn))
			drawn = (uint32_t)time(NULL);
		c->options.seed = drawn;
	}
	c->info.seed = c->options.seed;
	c->info.next_lab = c->next_lab;
	return status;
}

static bool interrupted(void)
{
	return session_signal();
}

/* Adds tasks to the compiler's words. */
static void annotate(struct check *c)
{
	struct build *build = c->build;

	diagnose_drop_make(build->words);
	if (c->tasks && !diagnose_compile(build->words, build->named, c->tasks, c->lab,
				&c->compiler_words)) {
		char *clean = text_clean(c->compiler_words, strlen(c->compiler_words));

		free(c->compiler_words);
		c->compiler_words = clean;
	}
}

static int build(struct check *c)
{
	struct build_request request = {.root = c->root,
		.lab = c->lab->folder,
		.exercise = c->options.exercise ? c->exercise : NULL,
		.interrupted = interrupted};
	char why[BUILD_WHY];
	int err;

	phase_begin("building the programs");
	err = build_lab(&request, &c->build, why);
	c->info.build_seconds = phase_end();
	if (session_signal())
		return 128 + session_signal();
	if (err)
		return complain(EXIT_BROKEN, "%s", why);
	c->info.exercise = c->options.exercise ? c->options.exercise : c->build->named;
	c->info.exercise_given = c->options.exercise;
	if (c->build->end == BUILD_BROKEN) {
		fputs(c->build->words, stderr);
		return complain(
			EXIT_BROKEN, "the workbook's own part does not build, see above");
	}
	task_map_read(c->build->source, &c->tasks);
	annotate(c);
	if (c->build->end == BUILD_DONE && c->compiler_words &&
		strstr(c->compiler_words, c->build->named))
		fprintf(stderr, "%s\n", c->compiler_words);
	return 0;
}

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
	return err ? complain(EXIT_BROKEN, "%s: %s", failed, strerror(-err)) : 0;
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
		return complain(EXIT_BROKEN, "%s", why);
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

	outcome.panicked = vm_fate(c->vm) == VM_PANICKED;
	outcome.last_words = vm_last_words(c->vm);
	return result_settle(c->result, &outcome) ? complain(EXIT_BROKEN, "out of memory")
						  : 0;
}

/* Has the checker judge, and gives a verdict to every claim. */
static int judge(struct check *c)
{
	struct session_args args = {.program = "/run/pagelab/check",
		.expected = "/run/pagelab/expected.txt",
		.seed = c->options.seed,
		.slowness = c->info.slowness};
	char **words = session_arguments(c->lab, &args);
	double bound = (c->lab->limits.seconds * RUNS_IN_A_CHECK + CHECK_SECONDS) *
		       c->info.slowness;
	struct vm_run run = {.args = (const char *const *)words,
		.input = -1,
		.seconds = (int)bound + 1,
		.arg = c,
		.on_output = on_output,
		.on_report = on_report};
	int err, status = 0;

	if (!words)
		return complain(EXIT_BROKEN, "out of memory");
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

static void locate_crash(struct check *c)
{
	const char *cross = getenv("CROSS");
	const struct exercise_run *run = result_bad_run(c->result);
	char tool[256];

	if (!run || !run->crashed)
		return;
	snprintf(tool, sizeof(tool), "%saddr2line", cross ? cross : "aarch64-linux-gnu-");
	if (diagnose_crash(tool, c->build->exercise_fd, c->build->source, &run->crash,
		    &c->place))
		return;
	if (c->tasks)
		c->place.task = task_map_at(c->tasks, c->place.line);
	c->info.crash_place = &c->place;
}

/* The first line that a command prints, NULL if it fails. */
static char *ask(const char *command)
{
	FILE *answer = popen(command, "re");
	char *line = NULL;
	size_t capacity = 0;
	bool good = answer && getline(&line, &capacity, answer) > 0;

	if (!answer || pclose(answer) || !good) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

/* What only the JSON says, and costs time. */
static void ask_versions(struct check *c)
{
	char *line;

	if (!c->options.json)
		return;
	c->commit = ask("git -C \"$PAGELAB_ROOT\" describe --always --dirty --abbrev=40 "
			"--exclude='*' "
			"2>/dev/null");
	c->info.commit = c->commit;
	if (!c->vm)
		return;
	line = ask("\"${QEMU:-qemu-system-aarch64}\" --version 2>/dev/null");
	if (line) {
		const char *version = strstr(line, "version ");

		snprintf(c->qemu, sizeof(c->qemu), "%s", version ? version + 8 : line);
		c->info.qemu = c->qemu;
		free(line);
	}
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
			return complain(
				EXIT_BROKEN, "%s: %s", c->options.json, strerror(-err));
	}
	if (result_broken(c->result))
		return EXIT_BROKEN;
	return result_passed(c->result) ? EXIT_PASSED : EXIT_NOT_PASSED;
}

static int check(struct check *c)
{
	int status = prepare(c);

	if (!status)
		status = build(c);
	if (status)
		return status;
	if (c->build->end == BUILD_UNCOMPILED) {
		c->info.compiler_words =
			c->compiler_words ? c->compiler_words : c->build->words;
		if (result_uncompiled(c->result))
			return complain(EXIT_BROKEN, "out of memory");
	} else {
		status = open_machine(c);
		if (!status)
			status = judge(c);
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
}

int main(int argc, char **argv)
{
	struct check c = {0};
	int status;

	setlocale(LC_CTYPE, "");
	check_options_parse(argc, argv, &c.options);
	c.root = session_root();
	if (!c.root)
		return complain(EXIT_BROKEN, "PAGELAB_ROOT is unset: start ./check");
	c.info.started = time(NULL);
	session_catch_signals();
	status = check(&c);
	tear_down(&c);
	return status;
}
