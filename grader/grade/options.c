/* SPDX-License-Identifier: MIT */
/* The command line of ./grade, see options.h. */
#include "options.h"
#include "grader/grade/book/format.h"

#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEY_OVERRIDES = 0x100,
	KEY_SHARD,
	KEY_SANDBOX,
	KEY_REPLAY,
	KEY_FORMAT,
	KEY_ANY_ROSTER,
	KEY_COURSE,
	KEY_STUDENT,
	KEY_AGAIN,
	KEY_RECORD,
};

static const struct argp_option argp_options[] = {
	{"out", 'o', "RESULTS", 0, "the folder for results; the same one goes on", 0},
	{"lab", 'l', "LAB", 0, "grade this lab only", 0},
	{"jobs", 'j', "N", 0,
		"machines at a time (half as many again as cores, as far as memory "
		"allows)",
		0},
	{"roster", 'r', "FILE", 0,
		"a table of the class, as platforms export it, to show who sent nothing",
		0},
	{"any-roster", KEY_ANY_ROSTER, NULL, 0,
		"take a roster that has not even half of those who sent something", 0},
	{"overrides", KEY_OVERRIDES, "FILE", 0,
		"a CSV file: student, lab, points, reason; they stand for what was "
		"earned",
		0},
	{"format", KEY_FORMAT, "NAME", 0,
		"also write what moodle, canvas, gradescope, prairielearn, autolab or "
		"github (Classroom) read; may be given more than once",
		0},
	{"course", KEY_COURSE, "FILE", 0,
		"names, seeds, due dates, late rules and weights of assignments "
		"(course.json "
		"of the results, if it is there)",
		0},
	{"student", KEY_STUDENT, "NAME", 0, "grade this student only", 0},
	{"again", KEY_AGAIN, NULL, 0, "grade what is done, too", 0},
	{"record", KEY_RECORD, NULL, 0,
		"keep what was seen of each run, too: record.json, and a page that draws "
		"it, record.html",
		0},
	{"seed", 's', "N", 0, "the assignment's seed (drawn once, then kept)", 0},
	{"compile-sandbox", KEY_SANDBOX, "KIND", 0,
		"bubblewrap (as is), or platform, where nothing else is possible", 0},
	{"shard", KEY_SHARD, "I/N", 0,
		"grade the part I of N, the others being graded elsewhere", 0},
	{"replay", KEY_REPLAY, "RESULT.json", 0,
		"repeat a disputed run, and say whether it comes out the same", 0},
	{0}};

static uint64_t parse_number(const char *text, uint64_t min, uint64_t max,
	struct argp_state *state, const char *what)
{
	char *end;
	uint64_t number;

	errno = 0;
	number = strtoull(text, &end, 0);
	if (errno || end == text || *end || *text == '-' || number < min || number > max)
		argp_error(state,
			"%s must be a number from %" PRIu64 " to %" PRIu64 ", not \"%s\"",
			what, min, max, text);
	return number;
}

static void parse_shard(
	const char *text, struct grade_options *options, struct argp_state *state)
{
	unsigned part, all;
	char rest;

	if (sscanf(text, "%u/%u%c", &part, &all, &rest) != 2 || !part || part > all ||
		all > 10000)
		argp_error(state,
			"--shard must be I/N with I from 1 to N, as in 2/8, not \"%s\"",
			text);
	options->shard = part;
	options->nr_shards = all;
}

static enum sandbox_kind parse_sandbox(const char *text, struct argp_state *state)
{
	if (!strcmp(text, sandbox_name(SANDBOX_PLATFORM)))
		return SANDBOX_PLATFORM;
	if (strcmp(text, sandbox_name(SANDBOX_BUBBLEWRAP)))
		argp_error(state,
			"--compile-sandbox is bubblewrap or platform, not \"%s\"", text);
	return SANDBOX_BUBBLEWRAP;
}

static bool is_replay_alone(const struct grade_options *options)
{
	return !options->submissions && !options->out && !options->lab &&
	       !options->roster && !options->overrides && !options->jobs &&
	       !options->seed_given && options->nr_shards == 1 && !options->course &&
	       !options->student && !options->again && !options->any_roster &&
	       !options->record && options->sandbox == SANDBOX_BUBBLEWRAP;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct grade_options *options = state->input;

	switch (key) {
	case 'o':
		options->out = arg;
		return 0;
	case 'l':
		options->lab = arg;
		return 0;
	case 'j':
		options->jobs = parse_number(arg, 1, 1024, state, "--jobs");
		return 0;
	case 'r':
		options->roster = arg;
		return 0;
	case KEY_COURSE:
		options->course = arg;
		return 0;
	case KEY_STUDENT:
		options->student = arg;
		return 0;
	case KEY_AGAIN:
		options->again = true;
		return 0;
	case KEY_RECORD:
		options->record = true;
		return 0;
	case KEY_ANY_ROSTER:
		options->any_roster = true;
		return 0;
	case KEY_OVERRIDES:
		options->overrides = arg;
		return 0;
	case 's':
		options->seed = parse_number(arg, 0, INT64_MAX, state, "the seed");
		options->seed_given = true;
		return 0;
	case KEY_FORMAT:
		if (!format_of(arg))
			argp_error(state,
				"--format is moodle, canvas, gradescope, prairielearn, "
				"autolab or github, not \"%s\"",
				arg);
		options->formats |= format_of(arg);
		return 0;
	case KEY_SANDBOX:
		options->sandbox = parse_sandbox(arg, state);
		return 0;
	case KEY_SHARD:
		parse_shard(arg, options, state);
		return 0;
	case KEY_REPLAY:
		options->replay = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (options->submissions)
			argp_error(state, "there can be only one folder of submissions");
		options->submissions = arg;
		return 0;
	case ARGP_KEY_END:
		if (options->replay && !is_replay_alone(options))
			argp_error(state,
				"--replay takes nothing else: the result says it all");
		if (options->replay)
			return 0;
		if (!options->submissions)
			argp_error(state, "where are the submissions?");
		if (!options->out)
			argp_error(
				state, "where shall the results go? Say --out RESULTS");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {argp_options, parse,
	"SUBMISSIONS --out RESULTS\n--replay RESULTS/STUDENT/LAB/result.json",
	"Grade a class.\v"
	"SUBMISSIONS is a folder with a folder or an archive (zip, tar.gz, tar.xz) for "
	"each "
	"student, or what Moodle or Canvas let you download, unpacked once. A student's "
	"exercises are lab03/exercise.c, 03-ksm/exercise.c or lab03.c; all else is left "
	"alone.\n\n"
	"RESULTS gets STUDENT/LAB/result.json, feedback.txt, compiler.txt and log.txt, "
	"gradebook.csv and refused.csv. After an interruption the same command goes on "
	"with what is missing; what was changed is graded anew.\n\n"
	"Exit status: 0 all that was sent is graded, 1 something was refused, 2 wrong "
	"usage, 3 something could not be graded.\n"
	"Of --replay: 0 the outcome is the same, 1 it differs, 2 wrong usage, or no "
	"result that can be repeated, 3 it could not be repeated.",
	NULL, NULL, NULL};

void grade_options_parse(int argc, char **argv, struct grade_options *ret)
{
	*ret = (struct grade_options){.shard = 1, .nr_shards = 1};
	argp_program_version = "pagelab grade 1";
	argp_err_exit_status = GRADE_EXIT_USAGE;
	argp_parse(&argp, argc, argv, 0, NULL, ret);
}
