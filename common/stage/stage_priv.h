/* SPDX-License-Identifier: MIT */
/* What the parts of the stage share; nobody else includes it. */
#ifndef PAGELAB_STAGE_PRIV_H
#define PAGELAB_STAGE_PRIV_H

#include "common/kernel/monotonic.h"
#include "common/recorder/recorder.h"
#include "grants.h"
#include "sandbox.h"
#include "stage.h"

#define STAGE_MAX_LINES 128  /* connections; the rest is turned away */
#define STAGE_MAX_NAMES 64   /* names of checkpoints remembered */
#define STAGE_MAX_SYSCTLS 64 /* the first that were asked for */

/* What was printed: kept up to a limit, counted beyond. */
struct stage_text {
	const char *kind; /* of its reports: "output" or "errors" */
	int fd;		  /* of the pipe; -1: none, or at its end */
	char *bytes;
	size_t size_bytes;
	size_t reported_bytes;
	size_t limit_bytes;
	size_t dropped_bytes;
};

struct stage_sysctl {
	char name[STAGE_NAME_BYTES];
	long value;
};

struct stage_name {
	char name[STAGE_NAME_BYTES];
	bool was_at;
};

struct stage {
	struct stage_config config;
	struct grants grants;
	struct sandbox sandbox;
	bool runs; /* the sandbox is to be stopped */

	int listen_fd;
	char socket_path[64];
	int lines[STAGE_MAX_LINES]; /* -1: free */

	bool waiting; /* for the next checkpoint of this name, or of any */
	const char *awaited;
	int held_line; /* the descriptor that waits for its answer, or -1 */
	pid_t at_pid;
	char at[STAGE_NAME_BYTES];

	struct stage_region regions[STAGE_MAX_REGIONS];
	size_t nr_regions;
	struct stage_name names[STAGE_MAX_NAMES];
	size_t nr_names;

	struct stage_sysctl sysctls[STAGE_MAX_SYSCTLS]; /* as they were asked for */
	size_t nr_sysctls;

	uint64_t deadline_ns; /* of the monotonic clock; UINT64_MAX: none */
	uint64_t still_since_ns;
	bool main_ended;
	bool ended;
	bool timed_out;
	bool finished;
	int status; /* of main, once it ended */
	struct stage_text output;
	struct stage_text errors;
	struct stage_end end;
	struct recorder *recorder; /* NULL: nothing is recorded */
	bool flooded;		   /* the program did more than can be recorded */

	stage_sample_fn on_sample;
	void *sample_arg;
	stage_tick_fn on_tick;
	void *tick_arg;
	uint64_t tick_ns, tick_every_ns; /* when the next is due */
};

/*
 * The files, from the ground up: each calls those named before it, and no others.
 *
 *	clock text draw look mark  know nothing of the program's requests
 *	end                      how it ended
 *	request                  what one request does
 *	io                       hears the requests, and answers
 *	start                    sets all up, and takes it down
 *	stage                    from checkpoint to checkpoint
 */

/* clock.c: the program's time. */
unsigned stage_scaled_ms(const struct stage *stage, unsigned ms);
/* Time in which the program waits for the checker does not count against it. */
void stage_clock_stop(struct stage *stage);
void stage_clock_go_on(struct stage *stage);

/* text.c: what it prints. */
int stage_text_open(
	struct stage_text *text, const char *kind, size_t limit_bytes, int *ret_write_fd);
void stage_text_close(struct stage_text *text);
/* Takes what is there now. */
void stage_text_read(struct stage_text *text);
/* Sends what was not sent before as reports of its kind. */
void stage_text_report(struct stage_text *text);

/* end.c: how it ended, and the reports about that. */
void stage_end_find(struct stage *stage);
/* It did more than can be recorded, whatever else became of it. */
void stage_end_flooded(struct stage *stage);
/* What the recorder said: a program that it cannot keep up with is at its end, and that is no
 * trouble of ours. 0 or -errno. */
int stage_recorded(struct stage *stage, int r);
void stage_end_report(struct stage *stage);

/* request.c */
struct stage_answer {
	int error;
	int passed_fd; /* a descriptor that goes with it, to be closed; or -1 */
};

/* Does what is asked for. False: there is no answer yet, somebody is where the stage waits for
 * the program. */
bool stage_request_serve(struct stage *stage, pid_t pid, struct stage_request *request,
	struct stage_answer *ret);
/* A checkpoint was passed, or evidence taken there. */
void stage_request_remember(struct stage *stage, const char *name, bool was_at);

/* io.c: the socket and the pipes. */
int stage_io_open(struct stage *stage);
void stage_io_close(struct stage *stage);
void stage_io_unlink(struct stage *stage);
/* Waits for anything to happen, at most timeout_ms, and handles it. */
int stage_io_step(struct stage *stage, int timeout_ms);
void stage_io_answer(struct stage *stage, int fd, int error, int passed_fd);

/* start.c: kills what is left of the program. */
int stage_stop(struct stage *stage);

#endif
