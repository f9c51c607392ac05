/* SPDX-License-Identifier: MIT */
/* What a run of an exercise is given: by the options of a checker or labrun (args.h). */
#ifndef PAGELAB_STAGE_CONFIG_H
#define PAGELAB_STAGE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define STAGE_MAX_GRANTS 16
#define STAGE_MAX_SIZES 16
#define STAGE_MAX_CLAIMS 32
#define STAGE_MAX_LIVE 16

struct picture;

/* What a size may be: min, min + step, ... up to max. */
struct stage_range {
	const char *name;
	uint64_t min;
	uint64_t max;
	uint64_t step;
};

struct stage_limits {
	unsigned seconds; /* of unfrozen time, before slowness; 0: no limit */
	uint64_t memory_bytes;
	unsigned nr_pids;
	size_t output_bytes;
};

struct stage_config {
	const char *exercise; /* path of the program */
	const char *expected; /* path of expected.txt; NULL if none was given */
	uid_t uid;	      /* whom the program runs as; never 0 */
	gid_t gid;
	uint64_t seed;
	double slowness; /* bounds on waiting are multiplied by it; at least 1 */
	struct stage_limits limits;
	const char *grants[STAGE_MAX_GRANTS]; /* see grants.h */
	size_t nr_grants;
	struct stage_range sizes[STAGE_MAX_SIZES];
	size_t nr_sizes;
	const char *args[STAGE_MAX_SIZES]; /* the program's: names of sizes, or "seed" */
	size_t nr_args;
	const char *claims[STAGE_MAX_CLAIMS]; /* that a checker is to judge, if told */
	size_t nr_claims;
	/* What is to be recorded: enum record_group of common/recorder/groups.h. */
	unsigned records;
	/* What is kept for people to look at (common/picture/picture.h): where it is to be written,
	 * or NULL; and files of numbers that are worth seeing. */
	const char *picture_path;
	bool traffic; /* QEMU counts the program's memory accesses */
	const char *live[STAGE_MAX_LIVE];
	size_t nr_live;
	struct picture *picture; /* the checker's */
	bool own_stdio; /* the program gets the caller's stdout and stderr: no output */
	int input;	/* descriptor for the program's stdin, or -1: /dev/null */
	bool limits_optional; /* go on where the kernel has no such controller */
	bool private_network; /* for machines that have one */
	bool held; /* stopped at its first instruction, until a debugger lets it go on */
	bool shared_host; /* other programs are at work, and the kernel counts them, too */
};

/* The defaults: nobody's uid (65534), 10 s, 256 MiB, 32 processes, 256 KiB. */
void stage_config_init(struct stage_config *ret);

/* The value of the size called `name`, drawn by the seed from its range.
 * 0, or -ENOENT: the config has no such size. */
int stage_size(const struct stage_config *config, const char *name, uint64_t *ret);
/* A value that nobody can know without the seed: at least 1, and fits a long. */
uint64_t stage_seed(const struct stage_config *config);
/* Another value for each label, of which the program is not told; it fits a long. */
uint64_t stage_secret(const struct stage_config *config, const char *label);

#define STAGE_ARG_SIZE 24
/* The program's arguments, as text: the sizes that `args` names, and "seed".
 * 0, or -ENOENT: a name that is neither. */
int stage_arguments(
	const struct stage_config *config, char ret[STAGE_MAX_SIZES][STAGE_ARG_SIZE]);

#endif
