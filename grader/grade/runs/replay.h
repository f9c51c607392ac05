/* SPDX-License-Identifier: MIT */
/* Repeats a run that ./grade has written down: the same source, lab, seed and sandbox. */
#ifndef PAGELAB_GRADE_REPLAY_H
#define PAGELAB_GRADE_REPLAY_H

#include <jansson.h>
#include <stdint.h>

#define REPLAY_WHY 1024

enum { REPLAY_SAME, REPLAY_DIFFERS, REPLAY_USAGE, REPLAY_FAILED };

/* What is needed of a stored result. Strings are those of `json`. */
struct stored {
	json_t *json;
	const char *lab, *student, *started;
	const char *source_sha256, *key, *compile_sandbox;
	const char *commit, *kernel, *qemu; /* NULL: unknown */
	uint64_t seed;
	int score; /* -1: none */
	json_t *claims;
	char *source; /* exercise.c beside it */
};

/*
 * 0, or -errno and a sentence in `why` (REPLAY_WHY bytes): no JSON, no result of ./grade, of
 * another schema, or its source is missing or was changed.
 */
int stored_load(const char *path, struct stored *ret, char *why);
void stored_free(struct stored *stored);

/* Prints what ./check would, then how the outcome compares. The exit status: REPLAY_…, or 128
 * and a signal's number. */
int grade_replay(const char *root, const char *path);

#endif
