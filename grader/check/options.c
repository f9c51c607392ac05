/* SPDX-License-Identifier: MIT */
/* The command line of ./check, see options.h. */
#include "options.h"
#include "grader/lab/lab_json.h"

#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

enum {
	KEY_PLAIN = 256,
	KEY_WAIT,
	KEY_BEFORE,
	KEY_PROGRESS,
	KEY_SOLUTION,
	KEY_GIVE_UP,
	KEY_PREDICT,
	KEY_BEGIN,
	KEY_DOCTOR,
	KEY_VIEW,
	KEY_RECORD,
	KEY_LIVE,
	KEY_TRAFFIC
};

static const struct argp_option argp_options[] = {
	{"exercise", 'e', "FILE", 0, "judge this source instead of the lab's exercise.c",
		0},
	{"seed", 's', "N", 0, "repeat the run that had this seed", 0},
	{"hints", 'n', "N", 0, "show up to N hints, 0 to 9 (1)", 0},
	{"json", 'j', "FILE", 0, "also write the result as JSON", 0},
	{"view", KEY_VIEW, NULL, 0,
		"draw what became of each page: build/view/labNN.html, for a browser", 0},
	{"live", KEY_LIVE, NULL, 0,
		"first run it once with its pages drawn in the terminal, as ./run --live",
		0},
	{"traffic", KEY_TRAFFIC, NULL, 0,
		"first run it once with its memory accesses counted, as ./run --traffic",
		0},
	{"record", KEY_RECORD, "FILE", 0, "also write what was seen of the run as JSON",
		0},
	{"tap", 't', NULL, 0, "report in TAP 13", 0},
	{"cold", 'c', NULL, 0, "boot the machine, use no snapshot", 0},
	{"native", 'N', NULL, 0, "judge on this host's own kernel, as root, and measure",
		0},
	{"verbose", 'v', NULL, 0,
		"show all claims whole, what was seen and printed, and times", 0},
	{"watch", 'w', NULL, 0, "check again at every save, until you type q", 0},
	{"plain", KEY_PLAIN, NULL, 0, "no colour, and nothing is written over", 0},
	{"progress", KEY_PROGRESS, NULL, 0,
		"list the labs with score and tries, and what is next", 0},
	{"solution", KEY_SOLUTION, NULL, 0,
		"show your tasks beside the solution's, once the lab has passed", 0},
	{"give-up", KEY_GIVE_UP, NULL, 0, "show the solution before the lab has passed",
		0},
	{"predict", KEY_PREDICT, NULL, 0,
		"ask what will happen; once the lab has passed, show what did", 0},
	{"doctor", KEY_DOCTOR, NULL, 0,
		"say what this computer lacks for a check, and what to type", 0},
	{"begin", KEY_BEGIN, NULL, OPTION_HIDDEN, "", 0},
	{"wait", KEY_WAIT, "FD", OPTION_HIDDEN, "", 0},
	{"before", KEY_BEFORE, "NAMES", OPTION_HIDDEN, "", 0},
	{"unrecorded", 'u', NULL, OPTION_HIDDEN,
		"record nothing, and skip what needs it: make bench shows what recording "
		"costs",
		0},
	{0}};

static uint64_t parse_number(
	const char *text, uint64_t max, struct argp_state *state, const char *what)
{
	char *end;
	uint64_t number;

	errno = 0;
	number = strtoull(text, &end, 0);
	if (errno || end == text || *end || *text == '-' || number > max)
		argp_error(state, "%s must be a number from 0 to %" PRIu64 ", not \"%s\"",
			what, max, text);
	return number;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct check_options *options = state->input;

	switch (key) {
	case 'e':
		options->exercise = arg;
		return 0;
	case 's':
		options->seed = parse_number(arg, INT64_MAX, state, "the seed");
		options->seed_given = true;
		return 0;
	case 'n':
		options->nr_hints = parse_number(arg, LAB_MAX_HINTS, state, "--hints");
		return 0;
	case 'j':
		options->json = arg;
		return 0;
	case KEY_VIEW:
		options->view = true;
		return 0;
	case KEY_RECORD:
		options->record = arg;
		return 0;
	case KEY_LIVE:
		options->live = true;
		return 0;
	case KEY_TRAFFIC:
		options->traffic = true;
		return 0;
	case 't':
		options->tap = true;
		return 0;
	case 'c':
		options->cold = true;
		return 0;
	case 'N':
		options->native = true;
		return 0;
	case 'v':
		options->verbose = true;
		return 0;
	case 'w':
		options->watch = true;
		return 0;
	case KEY_PLAIN:
		return setenv("TERM", "dumb", 1) ? errno : 0; /* that is what it means */
	case KEY_PROGRESS:
		options->progress = true;
		return 0;
	case KEY_GIVE_UP:
		options->give_up = true;
		/* fall through */
	case KEY_SOLUTION:
		options->solution = true;
		return 0;
	case KEY_PREDICT:
		options->predict = true;
		return 0;
	case KEY_DOCTOR:
		argp_error(
			state, "--doctor has to be written out"); /* ./check takes it */
		return 0;
	case KEY_BEGIN:
		options->begin = true;
		return 0;
	case KEY_BEFORE:
		options->before = arg;
		return 0;
	case KEY_WAIT:
		options->wait_fd = (int)parse_number(arg, INT_MAX, state, "--wait");
		return 0;
	case ARGP_KEY_END:
		if (options->watch && (options->native || options->tap || options->json))
			argp_error(state,
				"--watch goes with none of --native, --tap, --json");
		if (options->native && (options->view || options->record))
			argp_error(
				state, "--native goes with neither --view nor --record");
		if ((options->live || options->traffic) &&
			(options->native || options->tap || options->watch))
			argp_error(state,
				"--live and --traffic go with none of --native, --tap, "
				"--watch");
		return 0;
	case 'u':
		options->unrecorded = true;
		return 0;
	case ARGP_KEY_ARG:
		if (options->lab)
			argp_error(state, "only one lab can be checked at once");
		options->lab = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {argp_options, parse, "[labNN]",
	"Judge a lab's exercise in a fresh machine.\v"
	"Without a lab, the one last made by `make labNN`. Exit status: 0 every claim "
	"passed, 1 not, 2 wrong usage, 3 the workbook or the machine failed.",
	NULL, NULL, NULL};

void check_options_parse(int argc, char **argv, struct check_options *ret)
{
	*ret = (struct check_options){.nr_hints = 1, .wait_fd = -1};
	argp_program_version = "pagelab check 1";
	argp_err_exit_status = EXIT_USAGE;
	argp_parse(&argp, argc, argv, 0, NULL, ret);
}
