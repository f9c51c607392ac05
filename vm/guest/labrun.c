/* SPDX-License-Identifier: MIT */
/*
 * Runs an exercise for ./run: in the same sandbox and with the same grants and limits
 * as under a checker, but with its own standard descriptors, and nobody judging.
 *
 *	labrun [options of common/stage/args.h] [--step] [-- ARGS...]
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

#include "common/stage/grants.h"
#include "common/stage/args.h"
#include "common/stage/stage.h"

#define EXIT_TIMEOUT 124
#define EXIT_TROUBLE 125
#define MAX_ARGS 64

struct labrun {
	struct stage_config config;
	bool step;
	char *args[MAX_ARGS + 1];
	size_t nr_args;
};

static const struct argp_option options[] = {
	{"step", 's', NULL, 0, "wait for Enter at every checkpoint", 0},
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
		labrun->step = true;
		return 0;
	case ARGP_KEY_ARG:
		if (labrun->nr_args == MAX_ARGS)
			argp_error(state, "more than %d arguments", MAX_ARGS);
		labrun->args[labrun->nr_args++] = text;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Reads to the end of the line byte by byte: what follows is for the next prompt. */
static void wait_for_enter(void)
{
	char byte;
	ssize_t n;

	do {
		n = read(STDIN_FILENO, &byte, 1);
	} while ((n < 0 && errno == EINTR) || (n == 1 && byte != '\n'));
}

static int run_step_by_step(struct stage *stage)
{
	int r;

	while (!(r = stage_wait(stage, NULL))) {
		fprintf(stderr, "— checkpoint \"%s\" (pid %d): press Enter to go on — ",
			stage_checkpoint(stage), (int)stage_pid(stage));
		wait_for_enter();
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
	default:
		return EXIT_TROUBLE;
	}
}

static int trouble(const char *what, int r)
{
	fprintf(stderr, "labrun: %s: %s\n", what, strerror(-r));
	return EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	const struct argp_child children[] = {{&stage_argp, 0, NULL, 0}, {0}};
	const struct argp argp = {.options = options,
		.parser = parse_option,
		.args_doc = "[ARGS...]",
		.children = children};
	struct labrun labrun = {.step = false};
	struct stage *stage;
	char why[1024];
	int r;

	stage_config_init(&labrun.config);
	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, &labrun);
	labrun.config.own_stdio = true;
	labrun.config.records = 0; /* there is nobody to judge by them */
	/* With --step, the input is for the prompts. */
	labrun.config.input = labrun.step ? -1 : STDIN_FILENO;
	r = stage_start(&labrun.config, labrun.args, &stage);
	if (r && grants_fault(
			 labrun.config.grants, labrun.config.nr_grants, why, sizeof(why)))
		return trouble(why, r);
	if (r)
		return trouble("cannot start the program", r);
	r = labrun.step ? run_step_by_step(stage) : 0;
	if (!r)
		r = stage_finish(stage);
	r = r ? trouble("the program got lost", r) : exit_status(stage_end(stage));
	stage_free(stage);
	return r;
}
