/* SPDX-License-Identifier: MIT */
/* The command line of ./run, see options.h. */
#include "options.h"

#include <argp.h>
#include <ctype.h>
#include <stdlib.h>
#include <sys/random.h>

/* No short options: those are left to the program. */
enum {
	OPT_STEP = 256,
	OPT_SHELL,
	OPT_PROFILE,
	OPT_EXERCISE,
	OPT_SEED,
	OPT_COLD,
	OPT_PUT,
	OPT_GET,
	OPT_VIEW,
	OPT_RECORD,
	OPT_GDB,
	OPT_ATTACH,
	OPT_TRAFFIC,
	OPT_TRACE,
	OPT_LIVE,
	OPT_PLAIN,
	OPT_PLOT,
	OPT_COUNTER,
};

static const struct argp_option argp_options[] = {
	{"step", OPT_STEP, NULL, 0,
		"stop at every checkpoint, show where the pages are and what has "
		"changed, and ask what to do; s opens a shell beside the program",
		0},
	{"gdb", OPT_GDB, NULL, 0,
		"start the program under gdb, stopped at main; commands that do not come "
		"from a terminal are run as a batch",
		0},
	{"attach", OPT_ATTACH, "PID", OPTION_HIDDEN, NULL, 0},
	{"live", OPT_LIVE, NULL, 0,
		"draw the pages of the regions in the terminal while the program runs",
		0},
	{"plain", OPT_PLAIN, NULL, 0, "print lines instead of a picture, for --live", 0},
	{"plot", OPT_PLOT, "FILE", 0,
		"draw the pages of each region by node over time, as SVG, by gnuplot", 0},
	{"counter", OPT_COUNTER, "NAME", 0,
		"draw this counter of those that the lab watches, for --plot", 0},
	{"trace", OPT_TRACE, "FUNCTION", OPTION_ARG_OPTIONAL,
		"print which functions the kernel called in page faults of the regions "
		"that the program names; or how it came to FUNCTION",
		0},
	{"view", OPT_VIEW, NULL, 0,
		"draw what became of each page, checkpoint by checkpoint: "
		"build/view/labNN.html, for a browser",
		0},
	{"record", OPT_RECORD, "FILE", 0, "write what was seen of the run as JSON", 0},
	{"traffic", OPT_TRAFFIC, NULL, 0,
		"count the program's local and remote memory accesses by CPU, and print "
		"how many there were when",
		0},
	{"shell", OPT_SHELL, NULL, 0,
		"open a root shell instead, with the built programs in /root, and with "
		"the settings of a lab if you name one; in a second terminal, it joins "
		"the machine of the first",
		0},
	{"put", OPT_PUT, "FILE", 0,
		"bring this file into the shell's /root; may be given several times", 0},
	{"get", OPT_GET, "FILE", 0,
		"when the shell ends, bring this file of its machine into the folder "
		"that you are in; may be given several times",
		0},
	{"profile", OPT_PROFILE, "NAME", 0,
		"start the machine of this profile, for --shell", 0},
	{"exercise", OPT_EXERCISE, "FILE", 0,
		"run this source instead of the lab's exercise.c; with --shell it lies "
		"in /root",
		0},
	{"seed", OPT_SEED, "N", 0, "give this seed to a program that takes one", 0},
	{"cold", OPT_COLD, NULL, 0, "boot the machine, use no snapshot", 0}, {0}};

static error_t add(struct argp_state *state, const char *option, const char *arg,
	const char **list, size_t *nr)
{
	if (!*arg)
		argp_error(state, "%s needs the name of a file", option);
	if (*nr == RUN_MAX_FILES)
		argp_error(state, "%s is given more than %d times: pack the files (tar)",
			option, RUN_MAX_FILES);
	list[(*nr)++] = arg;
	return 0;
}

/* Of ./run labNN --trace [FUNCTION]: what follows is no argument of the program, for those are
 * numbers. NULL: something else follows. */
static const char *next_function(struct argp_state *state)
{
	const char *next = state->argv[state->next];

	if (!next || !(isalpha((unsigned char)*next) || *next == '_'))
		return NULL;
	state->next++;
	return next;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct run_options *options = state->input;
	char *end;

	switch (key) {
	case OPT_STEP:
		options->step = true;
		return 0;
	case OPT_SHELL:
		options->shell = true;
		return 0;
	case OPT_GDB:
		options->gdb = true;
		return 0;
	case OPT_ATTACH:
		options->attach = arg;
		return 0;
	case OPT_VIEW:
		options->view = true;
		return 0;
	case OPT_RECORD:
		options->record = arg;
		return 0;
	case OPT_TRAFFIC:
		options->traffic = true;
		return 0;
	case OPT_LIVE:
		options->live = true;
		return 0;
	case OPT_PLAIN:
		options->plain = true;
		return 0;
	case OPT_PLOT:
		options->plot = arg;
		return 0;
	case OPT_COUNTER:
		options->counter = arg;
		return 0;
	case OPT_TRACE:
		options->trace = true;
		options->function = arg || !options->lab ? arg : next_function(state);
		return 0;
	case OPT_PROFILE:
		options->profile = arg;
		return 0;
	case OPT_EXERCISE:
		options->exercise = arg;
		return 0;
	case OPT_SEED:
		options->seed = strtoull(arg, &end, 0);
		if (end == arg || *end)
			argp_error(state, "the seed must be a number, not \"%s\"", arg);
		return 0;
	case OPT_COLD:
		options->cold = true;
		return 0;
	case OPT_PUT:
		options->shell = true;
		return add(state, "--put", arg, options->put, &options->nr_put);
	case OPT_GET:
		options->shell = true;
		return add(state, "--get", arg, options->get, &options->nr_get);
	case ARGP_KEY_ARG:
		if (!options->lab) {
			options->lab = arg;
			return 0;
		}
		/* From here on everything is the program's, options too. */
		options->args = state->argv + state->next - 1;
		state->next = state->argc;
		return 0;
	case ARGP_KEY_END:
		if (options->attach)
			return 0;
		if (options->gdb && (options->shell || options->step || options->view ||
					    options->record))
			argp_error(state, "--gdb goes with no other way of looking at "
					  "the program");
		if (!options->lab && !options->shell)
			argp_error(state, "which lab? Say ./run labNN, or ./run --shell");
		if (options->exercise && !options->lab)
			argp_error(state, "--exercise is of a lab: say which");
		if (options->shell &&
			(options->args || options->step || options->view ||
				options->record || options->traffic || options->trace ||
				options->live || options->plot))
			argp_error(state,
				"--shell starts no program of a lab: it goes "
				"with no arguments and not with --step, --view, "
				"--record, --traffic, --trace, --live or --plot");
		if (options->live && options->step)
			argp_error(state, "--live shows a program that runs, --step one "
					  "that stands still");
		if (options->plain && !options->live)
			argp_error(state, "--plain goes with --live");
		if (options->counter && !options->plot)
			argp_error(state, "--counter goes with --plot");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {argp_options, parse,
	"labNN [ARGUMENT...]\n[labNN] --shell [--put FILE]... [--get FILE]...",
	"Run a lab's program in a fresh machine, with the lab's kernel settings.\v"
	"Arguments go to the program; without any it gets the lab's default sizes. The "
	"exit status is the program's, 128 and the signal's number if one ended it.",
	NULL, NULL, NULL};

void run_options_parse(int argc, char **argv, struct run_options *ret)
{
	uint32_t drawn = 1;

	*ret = (struct run_options){0};
	if (getrandom(&drawn, sizeof(drawn), 0) == sizeof(drawn))
		ret->seed = drawn;
	argp_program_version = "pagelab run 1";
	argp_err_exit_status = EXIT_USAGE;
	argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, ret);
}
