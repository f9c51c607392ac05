/* SPDX-License-Identifier: MIT */
/*
 * What may be asked of a program on the stage, while it stands still or after its end. Who runs
 * it has stage.h; a checker leaves that to perform().
 */
#ifndef PAGELAB_STAGE_LOOK_H
#define PAGELAB_STAGE_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/lab/wire.h"

struct record;
struct stage;

enum stage_how {
	STAGE_RUNNING = 0,
	STAGE_EXITED,	 /* number: exit status */
	STAGE_SIGNALLED, /* number: signal */
	STAGE_TIMEOUT,	 /* number: seconds it had */
	STAGE_MEMORY,	 /* number: the limit, bytes */
	STAGE_OUTPUT,	 /* number: the limit, bytes */
	STAGE_RECORD,	 /* number: the limit, bytes of the record */
};

/* "running", "exit", "signal", "timeout", "memory", "output", "record". */
const char *stage_how_word(enum stage_how how);

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

/* All regions, in the order of first naming; valid until the program goes on. */
const struct stage_region *stage_regions(const struct stage *stage, size_t *ret_nr);

/* How often the program has had lab_sysctl() write that number to the setting. */
unsigned stage_sysctls(const struct stage *stage, const char *name, long value);

/* What the program printed on stdout so far, NUL-terminated beyond *ret_size. */
const char *stage_output(const struct stage *stage, size_t *ret_size);
/* The same of stderr, bounded in the same way. */
const char *stage_errors(const struct stage *stage, size_t *ret_size);
const struct stage_end *stage_end(const struct stage *stage);

/* What was recorded up to the last checkpoint that was looked at, and after stage_finish()
 * up to the end. NULL if the config asks for nothing, or optionally where nothing can be
 * recorded. */
const struct record *stage_record(const struct stage *stage);

/* Called at each lab_sample(), with the program running but for the caller. */
typedef void (*stage_sample_fn)(
	struct stage *stage, pid_t pid, const char *name, void *arg);

#endif
