/* SPDX-License-Identifier: MIT */
/*
 * What the fault tests share: checkouts and caches of their own to break things in,
 * checks in the background, and whether one has left anything behind.
 */
#ifndef PAGELAB_FAULTS_H
#define PAGELAB_FAULTS_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "checks.h"

/* A copy of this checkout with what is built in it, and a cache beside it. */
struct scratch {
	char base[64];	    /* all of it; removed at the end */
	char root[128];	    /* the copy */
	char cache[128];    /* the cache */
	char variants[128]; /* exercises to be judged */
	char *env;	    /* NAME=VALUE… that ./check there is started with */
};

/* Builds this checkout first, so that the copy need not. */
void scratch_make(struct scratch *ret);
/* The same with this checkout's cache, and so with every machine's snapshot: `cache` is
 * empty and is used by nobody. */
void scratch_make_sharing(struct scratch *ret);
void scratch_free(struct scratch *scratch);
/* The cache holds a good snapshot and nothing else; or nothing. Its files are links: they
 * may be replaced, but not written to. */
void scratch_fill_cache(const struct scratch *scratch);
void scratch_empty_cache(const struct scratch *scratch);
/* The one snapshot's folder in the cache, or NULL; free() it. */
char *scratch_snapshot(const struct scratch *scratch);
/* tests/attacks/NAME.c over the solution of the lab in folder `lab`, in variants/. */
void scratch_attack(const struct scratch *scratch, const char *name, const char *lab);
/* Runs ./check with these arguments there, after `env` as further environment. */
void scratch_check(const struct scratch *scratch, struct ended *ret, const char *env,
	const char *arguments);

/* A check in the background, leader of its own process group. */
struct background {
	pid_t pid;
	char output[160], result[160];
};

void background_start(
	const struct scratch *scratch, const char *arguments, struct background *ret);
/* Waits for the end, at most so long; then it is killed, and the test fails. */
void background_end(struct background *background, unsigned seconds, struct ended *ret);

/* A process that a check of this scratch has started: the first one whose command line
 * has all of these words; 0 if there is none. */
pid_t scratch_process(const struct scratch *scratch, const char *word, const char *other);
/* Waits for such a process, and for it to have used that much of a CPU. */
pid_t scratch_await(const struct scratch *scratch, const char *word, const char *other,
	unsigned cpu_ms);
/* Every file of the cache and the folder for temporary files, and every socket in the
 * checkout, one a line; free() it. */
char *scratch_files(const struct scratch *scratch);
/* No process of the scratch lives on, and its files are these. */
void scratch_expect_as_before(const struct scratch *scratch, const char *files);

/* system() with printf(); the test fails unless it succeeds. */
void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
