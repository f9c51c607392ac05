/* SPDX-License-Identifier: MIT */
/* What a run does, see run.h. From the build on, it is ./check. */
#include "run.h"
#include "grader/base/clock.h"
#include "grader/grade/sandbox/compile.h"
#include "grader/session/session.h"

#include <stdio.h>
#include <stdlib.h>

static int compile(const struct grade_run *run, const char *source, struct check *c)
{
	char why[BUILD_WHY];
	struct compile_request request = {.root = run->course->root,
		.kernel = run->course->kernel,
		.lab = run->lab->folder,
		.source = source,
		.module = run->lab->lab->exercise_module,
		.parts = run->lab->parts,
		.sandbox = run->course->compile_sandbox,
		.interrupted = check_interrupted};
	double begun = clock_seconds();
	int err = grade_compile(&request, &c->build, why);

	if (session_signal())
		return 128 + session_signal();
	if (err)
		return check_complain(EXIT_BROKEN, "%s", why);
	c->info.build_seconds = clock_seconds() - begun;
	c->info.exercise = c->build->named;
	check_annotate(c);
	return 0;
}

/* The words that look a crash up, in the sandbox too. The other sandbox has no words of its
 * own: then the line stays unknown. */
static int choose_tool(const struct grade_course *course, struct check *c)
{
	static const char *words[SANDBOX_MAX_WORDS] = {"false", NULL};
	static char addr2line[256];
	const char *cross = getenv("CROSS");

	snprintf(addr2line, sizeof(addr2line), "%saddr2line",
		cross ? cross : "aarch64-linux-gnu-");
	if (course->compile_sandbox == SANDBOX_BUBBLEWRAP &&
		sandbox_tool(addr2line, words))
		return EXIT_BROKEN;
	c->crash_tool = (char *const *)words;
	c->crash_program = SANDBOX_PROGRAM;
	return 0;
}

int grade_judge(const struct grade_run *run, const char *source, struct check *c)
{
	int status = choose_tool(run->course, c);

	c->root = run->course->root;
	c->sealed = run->course->sealed;
	c->options = (struct check_options){.lab = run->lab->folder,
		.seed = run->lab->seed,
		.seed_given = true,
		.record = run->course->record ? GRADE_RECORD : NULL};
	c->info.started = time(NULL);
	if (!status)
		status = check_prepare(c);
	if (!status) {
		c->info.exercise = "exercise.c";
		status = check_consider_machine(c);
	}
	if (!status && result_skipped(c->result))
		return 0;
	if (!status)
		status = compile(run, source, c);
	if (status)
		return status;
	return c->build->end == BUILD_UNCOMPILED ? check_uncompiled(c) : check_judge(c);
}
