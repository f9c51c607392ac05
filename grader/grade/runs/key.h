/* SPDX-License-Identifier: MIT */
/*
 * What verdicts depend on, as a hash: two runs of one key judge the same. Made of sources,
 * not of programs, so that two checkouts of one version agree.
 */
#ifndef PAGELAB_GRADE_KEY_H
#define PAGELAB_GRADE_KEY_H

#include "grader/grade/intake/intake.h"
#include "grader/lab/lab_json.h"

#include <stdint.h>

#define GRADE_KEY_WHY 512

/*
 * The lab's part: its checker, transcript and lab.json, the library, the modules, the
 * machine and the compiler's command. 0, or -errno and a sentence in `why`.
 */
int grade_key_lab(const char *root, const struct lab *lab, const char *kernel,
	const char *command, char ret[GRADE_SHA], char *why);

/* With one student's source, the assignment's seed, and the sandbox of the compiler. */
void grade_key_pair(const char lab_key[GRADE_SHA], const char source_sha256[GRADE_SHA],
	uint64_t seed, const char *compile_sandbox, char ret[GRADE_SHA]);

/* Whether `path` is a result of this key that has a score. */
bool grade_key_is_done(const char *path, const char *key);

#endif
