/* SPDX-License-Identifier: MIT */
/*
 * The options that checkers and labrun have in common: a stage_config from argv.
 *
 *	--exercise PATH --expected PATH --uid N --gid N --seed N --slowness F
 *	--size NAME=MIN:MAX:STEP   --arg NAME   --grant G   --claim NAME   (repeat)
 *	--seconds N --memory-mib N --pids N --output-kib N --optional-limits
 *	--private-network --shared-host --record WORD --picture PATH --live PATH
 */
#ifndef PAGELAB_STAGE_ARGS_H
#define PAGELAB_STAGE_ARGS_H

#include <argp.h>

#include "config.h"

/*
 * A child parser for a program's own argp: its input is a struct stage_config, which
 * it fills over the defaults. Strings stay in argv.
 */
extern const struct argp stage_argp;

/* For a main() that has no other options. As argp does it, a bad option is explained on
 * stderr and ends the program, with 2. */
void stage_args_parse(int argc, char **argv, struct stage_config *ret);

#endif
