/* SPDX-License-Identifier: MIT */
/*
 * ./run: starts a lab's program in a fresh machine as ./check does, but shows what it
 * prints and judges nothing; or gives a root shell there.
 */
#include "grader/base/text.h"
#include "grader/build/build.h"
#include "grader/build/diagnose_oops.h"
#include "grader/report/verdict.h"
#include "grader/lab/folders.h"
#include "debug.h"
#include "files.h"
#include "follow.h"
#include "options.h"
#include "shell.h"
#include "grader/session/session.h"
#include "grader/view/keep.h"
#include "watch.h"
#include "vm/channel.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PICTURE "/run/pagelab/picture" /* in the machine */

struct session_run {
	struct run_options options;
	const char *root;
	struct lab *lab; /* NULL for a shell without a lab */
	struct build *build;
	struct vm *vm;
	struct vm_traffic *traffic; /* NULL: nothing is counted */
	struct result *result;
	struct source source;
	struct debug debug;
	struct run_watch watch;
};

static int load_lab(struct session_run *s)
{
	char *folder, *names, why[LAB_WHY];
	int err, status = 0;

	if (!s->options.lab)
		return 0;
	err = lab_find(s->root, s->options.lab, &folder);
	if (err == -ENOENT && !lab_names(s->root, &names)) {
		complain(EXIT_USAGE, "there is no lab \"%s\". There are: %s",
			s->options.lab, *names ? names : "none");
		free(names);
	} else if (err) {
		complain(EXIT_USAGE, "reading labs/: %s", strerror(-err));
	}
	if (err)
		return EXIT_USAGE;
	if (lab_load(s->root, folder, &s->lab, why))
		status = complain(EXIT_BROKEN, "%s", why);
	else if (result_new(s->lab, &s->result))
		status = complain(EXIT_BROKEN, "out of memory");
	free(folder);
	return status;
}

static bool interrupted(void)
{
	return session_signal();
}

static int build(struct session_run *s)
{
	struct build_request request = {.root = s->root,
		.lab = s->lab->folder,
		.is_module = s->lab->exercise_module,
		.interrupted = interrupted};
	char why[BUILD_WHY], *words = NULL;
	int err;

	if (s->options.exercise) {
		err = source_take(s->options.exercise, &s->source);
		if (err)
			return complain(EXIT_USAGE, "%s: %s", s->options.exercise,
				strerror(-err));
		request.source = &s->source;
	}
	if (build_lab(&request, &s->build, why))
		return session_signal() ? 128 + session_signal()
					: complain(EXIT_BROKEN, "%s", why);
	if (s->build->end == BUILD_DONE)
		return 0;
	build_explain(s->build, s->lab, NULL, &words);
	fputs(words ? words : s->build->words, stderr);
	free(words);
	if (s->build->end == BUILD_UNCOMPILED)
		return complain(1, "the program does not compile");
	return complain(EXIT_BROKEN, "the lab's programs were not built, see above");
}

/* What belongs to a shell of this run. */
static struct shell shell_of(const struct session_run *s)
{
	return (struct shell){.root = s->root,
		.options = &s->options,
		.lab = s->lab,
		.build = s->options.shell ? s->build : NULL,
		.vm = s->vm};
}

static void on_output(void *arg, bool is_stderr, const char *data, size_t size)
{
	struct session_run *s = arg;

	if (!run_watch_output(&s->watch, is_stderr, data, size))
		follow_output(NULL, is_stderr, data, size);
}

static void on_report(void *arg, const char *data, size_t size)
{
	struct session_run *s = arg;
	struct shell shell = shell_of(s);

	if (size == sizeof(CHANNEL_SHELL) && !memcmp(data, CHANNEL_SHELL, size)) {
		shell_beside(&shell);
		vm_input(s->vm, CHANNEL_SHELL_LEFT "\n", strlen(CHANNEL_SHELL_LEFT "\n"));
		return;
	}
	if (size > sizeof(CHANNEL_HELD) &&
		!memcmp(data, CHANNEL_HELD, sizeof(CHANNEL_HELD))) {
		if (debug_start(&s->debug, data + sizeof(CHANNEL_HELD)))
			vm_interrupt();
		return;
	}
	if (!run_watch_report(&s->watch, data, size) && s->result)
		result_report(s->result, data, size);
}

static void say_crash(struct session_run *s)
{
	const struct exercise_run *run = result_bad_run(s->result);
	const char *cross = getenv("CROSS"), *module = s->lab->exercise_module;
	struct crash_place place;
	char tool[256], *const words[] = {tool, NULL};
	int err = -ENODATA;

	snprintf(tool, sizeof(tool), "%saddr2line", cross ? cross : "aarch64-linux-gnu-");
	if (module && vm_fate(s->vm) == VM_PANICKED) {
		err = diagnose_oops(words, NULL, s->build->exercise_fd, module,
			s->build->source, vm_last_words(s->vm), &place);
	} else if (run && run->crashed) {
		fprintf(stderr, "\nended by %s", strsignal(run->crash.signal));
		if (crash_has_address(&run->crash))
			fprintf(stderr, " at address 0x%" PRIx64, run->crash.address);
		fputc('\n', stderr);
		if (!module)
			err = diagnose_crash(words, NULL, s->build->exercise_fd,
				s->build->source, &run->crash, &place);
	}
	if (!err)
		fprintf(stderr, "%s:%zu, in %s():\n%6zu | %s\n", s->build->named,
			place.line, place.function, place.line, place.text);
}

/* The program's arguments as lab.json gives them: default sizes, the seed. */
static char **default_args(const struct lab *lab, uint64_t seed)
{
	char **args = calloc(lab->nr_args + 1, sizeof(*args));

	for (size_t i = 0; args && i < lab->nr_args; i++) {
		long long value = (long long)seed;

		for (size_t k = 0; k < lab->nr_sizes; k++)
			if (!strcmp(lab->sizes[k].name, lab->args[i]))
				value = lab->sizes[k].fallback;
		if (asprintf(&args[i], "%lld", value) < 0) {
			args[i] = NULL;
			break;
		}
	}
	return args;
}

/* Until gdb ends, whether the program has or not. */
static int debug(struct session_run *s, const struct vm_run *run)
{
	struct shell shell = shell_of(s);
	char machine[PATH_MAX];
	int status, err;

	if (!shell_machine(&shell, machine))
		return complain(EXIT_BROKEN, "the machine cannot be joined");
	s->debug = (struct debug){.root = s->root, .build = s->build, .machine = machine};
	err = vm_run(s->vm, run, &status);
	if (s->debug.gdb)
		return debug_wait(&s->debug);
	return complain(EXIT_BROKEN, "the program could not be started: %s",
		strerror(err ? -err : EIO));
}

static int run(struct session_run *s, const char *const *args)
{
	struct vm_run run = {.args = args,
		.input = STDIN_FILENO,
		.arg = s,
		.on_output = on_output,
		.on_report = on_report};
	int status;

	if (s->options.gdb) {
		run.input = -1;
		return debug(s, &run);
	}
	status = follow(s->vm, &run);
	/* The terminal has shown ^C behind the prompt: the shell's own comes below. */
	if (session_signal() == SIGINT && s->options.step && isatty(STDERR_FILENO))
		fputc('\n', stderr);
	return status;
}

/* Of a lab whose exercise is a module: puts it into the machine, loads it. 0 or an exit
 * status. */
static int load_exercise(struct session_run *s)
{
	const char *name = s->lab->exercise_module;
	char why[VM_WHY];
	int err = 0;

	if (name)
		err = session_put_exercise(
			s->vm, name, s->build->module.data, s->build->module.size);
	if (err)
		return complain(
			EXIT_BROKEN, "the module could not be put into the machine");
	if (name)
		err = session_load_exercise(s->vm, s->lab, why);
	if (session_signal())
		return 128 + session_signal();
	if (vm_fate(s->vm) == VM_PANICKED)
		complain(1, "the guest's kernel died:\n%s", vm_last_words(s->vm));
	else if (err)
		complain(1, "%s", why);
	say_crash(s);
	return err ? 1 : 0;
}

/* What --record, --view and --traffic ask for. 0 or an exit status. */
static bool wants_picture(const struct session_run *s)
{
	return s->options.view || s->options.record || s->options.traffic;
}

static int keep_record(struct session_run *s)
{
	const struct check_info info = {.seed = s->options.seed,
		.exercise = s->build->named,
		.kernel = vm_kernel_release(s->vm),
		.traffic = s->traffic ? vm_traffic(s->traffic) : NULL};
	struct keep asked = {.root = s->root,
		.lab = s->lab,
		.info = &info,
		.record = s->options.record,
		.view = s->options.view};
	char *picture = NULL, why[KEEP_WHY];
	int err;

	/* There is none where the machine came to a bad end. */
	if (wants_picture(s) && !vm_get(s->vm, PICTURE, &picture, &asked.picture_size))
		asked.picture = picture;
	err = keep(&asked, stderr, why);
	free(picture);
	return err ? complain(EXIT_BROKEN, "%s", why) : 0;
}

static int run_lab(struct session_run *s)
{
	char **defaults = default_args(s->lab, s->options.seed), **words;
	char why[RUN_WATCH_WHY];
	struct session_args args = {.program = "/pagelab/labrun",
		.seed = s->options.seed,
		.slowness = vm_slowness(s->vm),
		.step = s->options.step,
		.debugged = s->options.gdb,
		.can_shell = s->options.step && shell_has_terminal(),
		.watched = s->options.live || s->options.plot,
		.trace = s->options.trace,
		.function = s->options.function,
		.picture = wants_picture(s) ? PICTURE : NULL,
		.traffic = s->options.traffic,
		/* Counts alone need no record of what the kernel did. */
		.unrecorded = !s->options.view && !s->options.record && !s->options.step,
		.rest = s->options.args ? s->options.args : defaults};
	int err = vm_put(s->vm, "/run/pagelab/exercise", 0755, s->build->exercise.data,
		s->build->exercise.size);
	int status = err ? 0 : load_exercise(s);

	if (status) {
		session_arguments_free(defaults);
		return status;
	}
	words = err ? NULL : session_arguments(s->lab, &args);
	if (words) {
		if (run_watch_begin(&s->watch, &s->options, s->lab->folder))
			return complain(EXIT_BROKEN, "out of memory");
		status = run(s, (const char *const *)words);
		if (run_watch_end(&s->watch, s->root, why) && !session_signal())
			status = complain(EXIT_BROKEN, "%s", why);
		say_crash(s);
		if (!session_signal() && keep_record(s))
			status = EXIT_BROKEN;
	} else {
		status = complain(
			EXIT_BROKEN, "the program could not be put into the machine");
	}
	session_arguments_free(words);
	session_arguments_free(defaults);
	return status;
}

static int count_traffic(struct session_run *s)
{
	char why[VM_WHY];
	int err = vm_traffic_open(s->lab->profile, &s->traffic, why);

	return err ? complain(EXIT_BROKEN, "%s", why) : 0;
}

static int start(struct session_run *s)
{
	struct session_request request = {.root = s->root,
		.cold = s->options.cold,
		.for_people = s->options.shell,
		.steps = s->options.step,
		.disks_later = s->options.step && shell_has_terminal()};
	char why[VM_WHY];
	struct vm_size size;
	struct shell shell;
	int err, status;

	if (vm_size_read(s->options.profile ? s->options.profile : "default", &size, why))
		return complain(EXIT_BROKEN, "%s", why);
	if (files_check(&s->options, why))
		return complain(EXIT_USAGE, "%s", why);
	if (s->options.plot && !series_can_plot())
		return complain(EXIT_USAGE, "--plot needs gnuplot, and there is none. "
					    "On Debian: apt install gnuplot-nox");
	status = load_lab(s);
	if (!status && s->options.traffic)
		status = count_traffic(s);
	if (!status && s->lab && (!s->options.shell || s->options.exercise))
		status = build(s);
	if (status)
		return status;
	shell = shell_of(s);
	if (s->options.shell && shell_has_terminal() && shell_join(&shell, &s->vm)) {
		shell.vm = s->vm;
		return shell_run(&shell);
	}
	request.lab = s->lab;
	request.profile = s->options.profile;
	request.traffic = s->traffic;
	err = session_open(&request, &s->vm, why);
	if (session_signal())
		return 128 + session_signal();
	if (err)
		return complain(EXIT_BROKEN, "%s", why);
	shell.vm = s->vm;
	if (s->options.gdb ||
		((s->options.shell || s->options.step) && shell_has_terminal()))
		shell_share(&shell);
	return s->options.shell ? shell_run(&shell) : run_lab(s);
}

int main(int argc, char **argv)
{
	struct session_run s = {.source = {.fd = -1, .beside_fd = -1}};
	int status, err;

	setlocale(LC_CTYPE, "");
	run_options_parse(argc, argv, &s.options);
	s.root = session_root();
	if (!s.root)
		return complain(EXIT_BROKEN, "PAGELAB_ROOT is unset: start ./run");
	if (s.options.attach)
		return debug_attach(getenv("PAGELAB_MACHINE"), s.options.attach);
	session_catch_signals();
	status = start(&s);
	vm_close(s.vm);
	vm_traffic_free(s.traffic);
	result_free(s.result);
	build_free(s.build);
	source_free(&s.source);
	lab_free(s.lab);
	err = text_end(stdout);
	return err ? complain(EXIT_BROKEN, "stdout cannot be written to: %s",
			     strerror(-err))
		   : status;
}
