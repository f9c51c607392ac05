/* SPDX-License-Identifier: MIT */
/*
 * The stage: runs an exercise from checkpoint to checkpoint, in the sandbox, and
 * holds it still while the checker looks.
 *
 *	struct stage *stage;
 *
 *	r = stage_start(config, args, &stage);
 *	if (r)
 *		return r;                       the harness failed, not the program
 *	if (stage_wait(stage, "filled") == 0) {
 *		... look at stage_pid(stage), at its regions ...
 *		stage_release(stage);
 *	}
 *	stage_finish(stage);
 *	... stage_output(), stage_end() ...
 *	stage_free(stage);
 *
 * Nothing that the program does makes a call fail with anything but -ENODATA, hang,
 * or use unbounded memory: every other error is the harness's own trouble. The
 * program runs only inside stage_wait() and stage_finish(); between them it goes on
 * until its next request, which waits for an answer.
 */
#ifndef PAGELAB_STAGE_H
#define PAGELAB_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/lab/wire.h"

#define STAGE_MAX_GRANTS 16
#define STAGE_MAX_SIZES 16
#define STAGE_MAX_REGIONS 256

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
	bool own_stdio; /* the program gets the caller's stdout and stderr: no output */
	int input;	/* descriptor for the program's stdin, or -1: /dev/null */
	bool limits_optional; /* go on where the kernel has no such controller */
	bool private_network; /* for machines that have one */
	bool shared_host; /* other programs are at work, and the kernel counts them, too */
};

/* The defaults: nobody's uid (65534), 10 s, 256 MiB, 32 processes, 256 KiB. */
void stage_config_init(struct stage_config *ret);

struct stage;

enum stage_how {
	STAGE_RUNNING = 0,
	STAGE_EXITED,	 /* number: exit status */
	STAGE_SIGNALLED, /* number: signal */
	STAGE_TIMEOUT,	 /* number: seconds it had */
	STAGE_MEMORY,	 /* number: the limit, bytes */
	STAGE_OUTPUT,	 /* number: the limit, bytes */
};

struct stage_end {
	enum stage_how how;
	long number;
	char last_checkpoint[STAGE_NAME_BYTES]; /* "" if it reached none */
};

struct stage_region {
	pid_t pid;
	uintptr_t address;
	size_t length_bytes;
	char name[STAGE_NAME_BYTES];
};

/*
 * Starts the program with `args` (NULL-terminated) after argv[0]; it stops at its
 * first request. -EINVAL: unknown or malformed grant, uid 0; -EPERM: not root;
 * -ENOENT: no exercise, or a controller is missing and not optional; -ENOEXEC: not a
 * program; others from the kernel.
 */
int stage_start(
	const struct stage_config *config, char *const args[], struct stage **ret);
/* Kills what is left, gives grants back and frees. NULL is allowed. */
void stage_free(struct stage *stage);

/*
 * Lets the program run until one of its processes reaches `checkpoint` (NULL: any),
 * then freezes all of it and returns 0. Checkpoints with other names pass through.
 * -ENODATA if the program ended or ran out of time first: see stage_end(). Releases
 * the checkpoint it is at, if any.
 */
int stage_wait(struct stage *stage, const char *checkpoint);
/* Answers the checkpoint and thaws. -EINVAL if it is not at one. */
int stage_release(struct stage *stage);
/*
 * Lets the program run to its end, kills what it left behind, gives grants back and
 * sends the reports about output, crash and end. Calling it again does nothing.
 */
int stage_finish(struct stage *stage);

/* Who is at the checkpoint, in the checker's pid namespace; 0 if it is at none. */
pid_t stage_pid(const struct stage *stage);
/* The first process of the program: the one whose end is the program's end. */
pid_t stage_main_pid(const struct stage *stage);
/* The name of the checkpoint it is at, or "". */
const char *stage_checkpoint(const struct stage *stage);
/* Was evidence taken at this checkpoint: did stage_wait() return 0 for it? */
bool stage_was_at(const struct stage *stage, const char *checkpoint);
/* Did any process come past this checkpoint, waited for or not? */
bool stage_passed(const struct stage *stage, const char *checkpoint);
/*
 * The living processes of the program, lowest pid first, at most nr_max of them.
 * Exact while frozen.
 */
int stage_processes(
	const struct stage *stage, pid_t *ret_pids, size_t nr_max, size_t *ret_nr);

/*
 * The latest region of that name that process `pid` named; pid 0: the one of the
 * lowest pid. Address and length are the program's word: compare the length with what
 * was asked for before using it. -ENODATA if there is none.
 */
int stage_region(
	const struct stage *stage, pid_t pid, const char *name, struct stage_region *ret);
/* The nth region (from 0) of that name, in the order of first naming. -ENODATA. */
int stage_region_nth(const struct stage *stage, const char *name, size_t nth,
	struct stage_region *ret);

/* What the program printed on stdout so far, NUL-terminated beyond *ret_size. */
const char *stage_output(const struct stage *stage, size_t *ret_size);
/* The same of stderr, bounded in the same way. */
const char *stage_errors(const struct stage *stage, size_t *ret_size);
const struct stage_end *stage_end(const struct stage *stage);

/* Called at each lab_sample(), with the program running but for the caller. */
typedef void (*stage_sample_fn)(
	struct stage *stage, pid_t pid, const char *name, void *arg);
void stage_on_sample(struct stage *stage, stage_sample_fn fn, void *arg);

/* The value of the size called `name`, drawn by the seed from its range.
 * 0, or -ENOENT: the config has no such size. */
int stage_size(const struct stage_config *config, const char *name, uint64_t *ret);
/* A value that nobody can know without the seed: at least 1, and fits a long. */
uint64_t stage_seed(const struct stage_config *config);

#define STAGE_ARG_SIZE 24
/* The program's arguments, as text: the sizes that `args` names, and "seed".
 * 0, or -ENOENT: a name that is neither. */
int stage_arguments(
	const struct stage_config *config, char ret[STAGE_MAX_SIZES][STAGE_ARG_SIZE]);

#endif
