/* SPDX-License-Identifier: MIT */
/*
 * Runs a program of the toolchain on what a student sent, in a sandbox that shows it the
 * toolchain and what it is to read, and lets it write nothing but its output:
 *
 *	/usr                the host's, read-only
 *	/tmp                64 MiB of memory that goes with it
 *	/pagelab            what is bound there
 *
 * No network, no other process, no /etc, /proc, /dev or home; limits of time, memory and
 * output. What builds a kernel module wants /dev/null, and gets it.
 */
#ifndef PAGELAB_GRADE_SANDBOX_H
#define PAGELAB_GRADE_SANDBOX_H

#include "grader/build/build.h"

#include <stdbool.h>

#define SANDBOX_FOLDER "/pagelab"
#define SANDBOX_CPU_SECONDS 5
#define SANDBOX_PROGRAM "/program"
#define SANDBOX_MAX_WORDS 160
#define SANDBOX_WORDS (256 * 1024)

struct sandbox_bind {
	const char *host; /* read-only */
	const char *inside;
};

enum sandbox_kind {
	SANDBOX_BUBBLEWRAP,
	SANDBOX_PLATFORM, /* platform.h */
};

struct sandbox_request {
	enum sandbox_kind kind;
	const struct sandbox_bind *binds; /* until one without a host */
	char *const *command;		  /* NULL-terminated */
	int data_fd;			  /* shown as /program; -1: none */
	bool has_null;			  /* /dev/null is there */
	unsigned cpu_seconds;		  /* of one process; 0: SANDBOX_CPU_SECONDS */
	bool (*interrupted)(void);
};

struct sandbox_end {
	struct blob output; /* what it wrote to stdout */
	char *words;	    /* and to stderr, as much as is kept */
	int status;	    /* as from waitpid() */
};

/*
 * The program starts in the folder /pagelab, and finds the one to write to as ../tmp.
 *
 * 0 with *ret, to be freed by sandbox_end_deinit(), whatever the program ended with.
 * -ETIMEDOUT, -EFBIG: it was ended since it took too long, or wrote too much; -EINTR;
 * -ENOENT: no bwrap; -ENOMEM or another -errno.
 */
int sandbox_run(const struct sandbox_request *request, struct sandbox_end *ret);
/*
 * The words that start `program` in such a sandbox, with what descriptor 3 holds as
 * SANDBOX_PROGRAM; its own words may follow. They point to `program` and to constants.
 * `ret` has room for SANDBOX_MAX_WORDS. -E2BIG.
 */
int sandbox_tool(const char *program, const char **ret);
void sandbox_end_deinit(struct sandbox_end *end);

/* "bubblewrap", "platform" */
const char *sandbox_name(enum sandbox_kind kind);

/* 0 if this host lets us make one. Else -EPERM (forbidden), -ENOENT (no bwrap) or
 * -ENOEXEC (too old a bwrap), and `why` (BUILD_WHY bytes) says what is in the way and how to
 * get it out of there. */
int sandbox_probe(enum sandbox_kind kind, char *why);

#endif
