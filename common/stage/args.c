/* SPDX-License-Identifier: MIT */
/* Options to a stage_config; see args.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/recorder/groups.h"
#include "args.h"

enum option_key {
	KEY_EXERCISE = 0x100,
	KEY_EXPECTED,
	KEY_UID,
	KEY_GID,
	KEY_SEED,
	KEY_SLOWNESS,
	KEY_SIZE,
	KEY_ARG,
	KEY_GRANT,
	KEY_CLAIM,
	KEY_SECONDS,
	KEY_MEMORY,
	KEY_PIDS,
	KEY_OUTPUT,
	KEY_OPTIONAL,
	KEY_NETWORK,
	KEY_SHARED,
	KEY_RECORD,
	KEY_PICTURE,
	KEY_LIVE,
	KEY_TRAFFIC,
};

static const struct argp_option options[] = {
	{"exercise", KEY_EXERCISE, "PATH", 0, "the program", 0},
	{"expected", KEY_EXPECTED, "PATH", 0, "its expected.txt", 0},
	{"uid", KEY_UID, "N", 0, "the user it runs as", 0},
	{"gid", KEY_GID, "N", 0, "the group it runs as", 0},
	{"seed", KEY_SEED, "N", 0, "what sizes and contents are drawn from", 0},
	{"slowness", KEY_SLOWNESS, "F", 0, "multiplies bounds on waiting", 0},
	{"size", KEY_SIZE, "NAME=MIN:MAX:STEP", 0, "a size and its range", 0},
	{"arg", KEY_ARG, "NAME", 0, "the program's next argument: a size, or seed", 0},
	{"grant", KEY_GRANT, "GRANT", 0,
		"pagemap, hugetlbfs, file:PATH, device:PATH, sysctl:PATH", 0},
	{"claim", KEY_CLAIM, "NAME", 0, "a claim of lab.json", 0},
	{"seconds", KEY_SECONDS, "N", 0, "limit of time", 0},
	{"memory-mib", KEY_MEMORY, "N", 0, "limit of memory", 0},
	{"pids", KEY_PIDS, "N", 0, "limit of processes and threads", 0},
	{"output-kib", KEY_OUTPUT, "N", 0, "limit of output", 0},
	{"optional-limits", KEY_OPTIONAL, NULL, 0,
		"go on where the kernel lacks a controller", 0},
	{"private-network", KEY_NETWORK, NULL, 0, "cut the program off the network", 0},
	{"shared-host", KEY_SHARED, NULL, 0, "other programs are at work, too", 0},
	{"record", KEY_RECORD, "WORD", 0, "what the kernel is to log of the program", 0},
	{"picture", KEY_PICTURE, "PATH", 0, "where a checker is to keep what it saw", 0},
	{"traffic", KEY_TRAFFIC, NULL, 0, "memory accesses are counted, too", 0},
	{"live", KEY_LIVE, "PATH", 0, "a file of numbers that is kept, too", 0},
	{0},
};

void stage_config_init(struct stage_config *ret)
{
	*ret = (struct stage_config){
		.uid = 65534,
		.gid = 65534,
		.slowness = 1.0,
		.limits = {.seconds = 10,
			.memory_bytes = 256u << 20,
			.nr_pids = 32,
			.output_bytes = 256u << 10},
		.input = -1,
	};
}

static uint64_t number(const char *text, uint64_t max, struct argp_state *state)
{
	char *end;
	uint64_t value;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || *end || end == text || *text == '-' || value > max)
		argp_error(state, "\"%s\" is not a whole number from 0 to %llu", text,
			(unsigned long long)max);
	return value;
}

static double factor(const char *text, struct argp_state *state)
{
	char *end;
	double value = strtod(text, &end);

	/* Written so that NaN is refused too. */
	if (*end || end == text || !(value > 0 && value <= 1000))
		argp_error(state, "\"%s\" is not a factor from 0 to 1000", text);
	return value < 1 ? 1 : value;
}

/* MIN:MAX:STEP after the name; the string is cut in pieces where it lies. */
static void add_size(char *text, struct stage_config *config, struct argp_state *state)
{
	struct stage_range *range = &config->sizes[config->nr_sizes];
	char *min = strchr(text, '=');
	char *max = min ? strchr(min, ':') : NULL;
	char *step = max ? strchr(max + 1, ':') : NULL;

	if (!step || min == text)
		argp_error(state, "\"%s\" is not NAME=MIN:MAX:STEP", text);
	if (config->nr_sizes == STAGE_MAX_SIZES)
		argp_error(state, "more than %d sizes", STAGE_MAX_SIZES);
	*min++ = *max++ = *step++ = '\0';
	range->name = text;
	range->min = number(min, INT64_MAX, state);
	range->max = number(max, INT64_MAX, state);
	range->step = number(step, INT64_MAX, state);
	if (range->min > range->max || !range->step)
		argp_error(state, "size %s: no value in its range", text);
	config->nr_sizes++;
}

static void add_arg(
	const char *text, struct stage_config *config, struct argp_state *state)
{
	if (config->nr_args == STAGE_MAX_SIZES)
		argp_error(state, "more than %d arguments", STAGE_MAX_SIZES);
	config->args[config->nr_args++] = text;
}

static void add_grant(
	const char *text, struct stage_config *config, struct argp_state *state)
{
	if (config->nr_grants == STAGE_MAX_GRANTS)
		argp_error(state, "more than %d grants", STAGE_MAX_GRANTS);
	config->grants[config->nr_grants++] = text;
}

static void add_claim(
	const char *text, struct stage_config *config, struct argp_state *state)
{
	if (config->nr_claims == STAGE_MAX_CLAIMS)
		argp_error(state, "more than %d claims", STAGE_MAX_CLAIMS);
	config->claims[config->nr_claims++] = text;
}

static void add_record(
	const char *text, struct stage_config *config, struct argp_state *state)
{
	static const char *const words[] = RECORD_GROUP_WORDS;

	for (size_t i = 0; words[i]; i++)
		if (!strcmp(words[i], text)) {
			config->records |= 1u << i;
			return;
		}
	argp_error(state, "\"%s\" is nothing that can be recorded", text);
}

static void add_live(
	const char *path, struct stage_config *config, struct argp_state *state)
{
	if (config->nr_live == STAGE_MAX_LIVE)
		argp_error(state, "more than %d live files", STAGE_MAX_LIVE);
	config->live[config->nr_live++] = path;
}

static int parse_limit(
	int key, const char *text, struct stage_limits *limits, struct argp_state *state)
{
	switch (key) {
	case KEY_SECONDS:
		limits->seconds = (unsigned)number(text, 1u << 20, state);
		return 0;
	case KEY_MEMORY:
		limits->memory_bytes = number(text, 1u << 30, state) << 20;
		return 0;
	case KEY_PIDS:
		limits->nr_pids = (unsigned)number(text, 1u << 20, state);
		return 0;
	case KEY_OUTPUT:
		limits->output_bytes = (size_t)number(text, 1u << 20, state) << 10;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
	struct stage_config *config = state->input;

	switch (key) {
	case KEY_EXERCISE:
		config->exercise = text;
		return 0;
	case KEY_EXPECTED:
		config->expected = text;
		return 0;
	case KEY_UID:
		config->uid = (uid_t)number(text, INT32_MAX, state);
		return 0;
	case KEY_GID:
		config->gid = (gid_t)number(text, INT32_MAX, state);
		return 0;
	case KEY_SEED:
		config->seed = number(text, UINT64_MAX, state);
		return 0;
	case KEY_SLOWNESS:
		config->slowness = factor(text, state);
		return 0;
	case KEY_SIZE:
		add_size(text, config, state);
		return 0;
	case KEY_ARG:
		add_arg(text, config, state);
		return 0;
	case KEY_GRANT:
		add_grant(text, config, state);
		return 0;
	case KEY_CLAIM:
		add_claim(text, config, state);
		return 0;
	case KEY_OPTIONAL:
		config->limits_optional = true;
		return 0;
	case KEY_NETWORK:
		config->private_network = true;
		return 0;
	case KEY_SHARED:
		config->shared_host = true;
		return 0;
	case KEY_RECORD:
		add_record(text, config, state);
		return 0;
	case KEY_PICTURE:
		config->picture_path = text;
		return 0;
	case KEY_LIVE:
		add_live(text, config, state);
		return 0;
	case KEY_TRAFFIC:
		config->traffic = true;
		return 0;
	case ARGP_KEY_END:
		if (!config->exercise)
			argp_error(state, "--exercise is missing");
		return 0;
	}
	return parse_limit(key, text, &config->limits, state);
}

const struct argp stage_argp = {.options = options, .parser = parse_option};

void stage_args_parse(int argc, char **argv, struct stage_config *ret)
{
	stage_config_init(ret);
	argp_err_exit_status = 2;
	argp_parse(&stage_argp, argc, argv, 0, NULL, ret);
}
