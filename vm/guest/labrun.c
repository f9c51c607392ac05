/* SPDX-License-Identifier: MIT */
/*
 * Runs an exercise for ./run: in the same sandbox and with the same grants and limits
 * as under a checker, but with its own standard descriptors, and nobody judging.
 *
 *	labrun [options of common/stage/args.h] [--step | --gdb] [--trace[=FUNCTION]] [--watched]
 *		[-- ARGS...]
 *
 * Exit status: the program's own; 128 + signal if one ended it; 124 out of time; 125
 * trouble of the harness; 2 bad options. (The convention of timeout(1).)
 */
#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/picture/live.h"
#include "common/picture/picture.h"
#include "common/recorder/groups.h"
#include "common/stage/grants.h"
#include "common/stage/args.h"
#include "common/stage/report.h"
#include "common/stage/stage.h"
#include "common/stage/trace.h"
#include "common/step/step.h"
#include "vm/channel.h"

#define EXIT_USAGE 2
#define EXIT_TIMEOUT 124
#define EXIT_TROUBLE 125
#define MAX_ARGS 64
/* Pictures for people; ten in a second at least, on a busy host too. */
#define LIVE_EVERY_MS 50

struct labrun {
	struct stage_config config;
	bool wants_step, can_shell, has_quit, debugged, traced, watched;
	const char *function; /* that the trace is about; NULL: page faults */
	struct trace *trace;  /* or NULL */
	struct step *step;    /* NULL: nobody asks for it */
	struct live *live;    /* what people watch, or NULL */
	struct stage *stage;
	struct picture *picture; /* what is kept of the run, or NULL */
	size_t picture_run;
	char *args[MAX_ARGS + 1];
	size_t nr_args;
};

static const struct argp_option options[] = {
	{"step", 's', NULL, 0, "stop at every checkpoint", 0},
	{"gdb", 'G', NULL, 0, "stand still until whoever gets the report lets it run", 0},
	{"shell", 'S', NULL, 0, "whoever gets the reports can open a shell", 0},
	{"watched", 'w', NULL, 0, "say what the memory looks like, again and again", 0},
	{"trace", 't', "FUNCTION", OPTION_ARG_OPTIONAL,
		"print the kernel's path through page faults, or to a function", 0},
	{0},
};

static error_t parse_option(int key, char *text, struct argp_state *state)
{
	struct labrun *labrun = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &labrun->config;
		return 0;
	case 's':
		labrun->wants_step = true;
		return 0;
	case 'G':
		labrun->debugged = true;
		return 0;
	case 'S':
		labrun->can_shell = true;
		return 0;
	case 'w':
		labrun->watched = true;
		return 0;
	case 't':
		labrun->traced = true;
		labrun->function = text;
		return 0;
	case ARGP_KEY_ARG:
		if (labrun->nr_args == MAX_ARGS)
			argp_error(state, "more than %d arguments", MAX_ARGS);
		labrun->args[labrun->nr_args++] = text;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Stops at every checkpoint, for a person, the picture or the trace. */
static int run_step_by_step(struct labrun *labrun, struct stage *stage)
{
	int r;

	while (!(r = stage_wait(stage, NULL))) {
		picture_moment(labrun->picture, labrun->picture_run, stage);
		live_look(labrun->live, stage);
		r = trace_moment(labrun->trace, stage);
		if (r)
			return r;
		if (labrun->step && step_stop(labrun->step, stage) == STEP_QUIT) {
			labrun->has_quit = true;
			return 0;
		}
		r = stage_release(stage);
		if (r)
			return r;
	}
	return r == -ENODATA ? 0 : r;
}

static int exit_status(const struct stage_end *end)
{
	switch (end->how) {
	case STAGE_EXITED:
		return (int)end->number;
	case STAGE_SIGNALLED:
		return 128 + (int)end->number;
	case STAGE_TIMEOUT:
		fprintf(stderr, "The program was stopped after %ld s.\n", end->number);
		return EXIT_TIMEOUT;
	case STAGE_MEMORY:
		fprintf(stderr, "The program was killed for using more than %ld MiB.\n",
			end->number >> 20);
		return 128 + SIGKILL;
	case STAGE_RECORD:
		fputs("The program was stopped: it did more than can be recorded, as "
		      "--step, --view and --record ask for.\n",
			stderr);
		return EXIT_TROUBLE;
	default:
		return EXIT_TROUBLE;
	}
}

static int trouble(const char *what, int r)
{
	fprintf(stderr, "labrun: %s: %s\n", what, strerror(-r));
	return EXIT_TROUBLE;
}

/* What --view and --record of ./run ask for: the run goes on without it. */
static void begin_picture(struct labrun *labrun)
{
	const struct stage_config *config = &labrun->config;
	int r = picture_create(
		config->picture_path, config->live, config->nr_live, &labrun->picture);

	if (r)
		trouble("no picture", r);
	r = config->traffic ? picture_mark(labrun->picture) : 0;
	if (r)
		trouble("memory accesses are not counted", r);
	labrun->picture_run = picture_run(labrun->picture);
}

/* The system calls are shown; what else a lab has recorded is for the picture. */
static int begin_step(struct labrun *labrun)
{
	struct stage_config *config = &labrun->config;

	if (!labrun->picture)
		config->records &= RECORD_CALLS;
	return step_create(
		config->live, config->nr_live, labrun->can_shell, &labrun->step);
}

/* Somebody reads the program's memory: it has all the time of the world. */
static void hold_for_debugger(struct stage_config *config)
{
	config->held = true;
	config->limits.seconds = 0;
}

static void report_held(const struct stage *stage)
{
	char pid[16];

	snprintf(pid, sizeof(pid), "%d", (int)stage_main_pid(stage));
	report_send(CHANNEL_HELD, pid, NULL);
}

static void end_picture(struct labrun *labrun, const struct stage *stage)
{
	int r;

	picture_end(labrun->picture, labrun->picture_run, stage);
	r = picture_write(labrun->picture);
	if (r)
		trouble("no picture", r);
	picture_free(labrun->picture);
}

static void on_sample(struct stage *stage, pid_t pid, const char *name, void *arg)
{
	const struct labrun *labrun = arg;

	picture_sample(labrun->picture, labrun->picture_run, stage, pid, name);
}

static void look_live(void *arg)
{
	const struct labrun *labrun = arg;

	live_look(labrun->live, labrun->stage);
}

/* What --live and --plot of ./run ask for: the run goes on without it. */
static void begin_live(struct labrun *labrun)
{
	const struct stage_config *config = &labrun->config;
	int r = live_create(config->live, config->nr_live, &labrun->live);

	if (r)
		trouble("nothing can be seen", r);
	else
		stage_on_tick(labrun->stage, LIVE_EVERY_MS, look_live, labrun);
}

/* What --trace of ./run asks for. 0 or an exit status. */
static int begin_trace(struct labrun *labrun)
{
	struct functions_near near = {0};
	int r = trace_start(labrun->function, &labrun->trace, &near);

	if (r != -ENOENT)
		return r ? trouble("this kernel does not trace", r) : 0;
	fprintf(stderr, "This kernel cannot trace a function \"%s\"%s", labrun->function,
		near.nr ? ". There are:" : ".");
	for (size_t i = 0; i < near.nr; i++)
		fprintf(stderr, "%s %s", i ? "," : "", near.names[i]);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	const struct argp_child children[] = {{&stage_argp, 0, NULL, 0}, {0}};
	const struct argp argp = {.options = options,
		.parser = parse_option,
		.args_doc = "[ARGS...]",
		.children = children};
	struct labrun labrun = {0};
	struct stage *stage;
	char why[1024];
	int r;

	stage_config_init(&labrun.config);
	argp_err_exit_status = EXIT_USAGE;
	argp_parse(&argp, argc, argv, 0, NULL, &labrun);
	labrun.config.own_stdio = true;
	if (labrun.debugged)
		hold_for_debugger(&labrun.config);
	if (labrun.config.picture_path)
		begin_picture(&labrun);
	else if (!labrun.wants_step)
		labrun.config.records = 0; /* there is nobody to judge by them */
	if (labrun.traced) {
		r = begin_trace(&labrun);
		if (r)
			return r;
	}
	r = labrun.wants_step ? begin_step(&labrun) : 0;
	if (r)
		return trouble("cannot look at the program", r);
	/* With --step, the input is for the questions. */
	labrun.config.input = labrun.step ? -1 : STDIN_FILENO;
	r = stage_start(&labrun.config, labrun.args, &stage);
	if (r && grants_fault(
			 labrun.config.grants, labrun.config.nr_grants, why, sizeof(why)))
		return trouble(why, r);
	if (r)
		return trouble("cannot start the program", r);
	labrun.stage = stage;
	stage_on_sample(stage, on_sample, &labrun);
	if (labrun.debugged)
		report_held(stage);
	if (labrun.watched)
		begin_live(&labrun);
	r = labrun.step || labrun.picture || labrun.trace || labrun.live
		    ? run_step_by_step(&labrun, stage)
		    : 0;
	if (!r && !labrun.has_quit)
		r = stage_finish(stage);
	end_picture(&labrun, stage);
	if (!r && labrun.trace)
		r = trace_end(labrun.trace, stage, stdout);
	trace_free(labrun.trace);
	live_free(labrun.live);
	if (r)
		r = trouble("the program got lost", r);
	else if (!labrun.has_quit)
		r = exit_status(stage_end(stage));
	stage_free(stage);
	step_free(labrun.step);
	return r;
}
