/* SPDX-License-Identifier: MIT */
/* ./check --native: a lab judged on this host's own kernel, as root. */
#ifndef PAGELAB_NATIVE_H
#define PAGELAB_NATIVE_H

#include "grader/build/build.h"
#include "grader/lab/lab_json.h"
#include "run.h"

#include <stdint.h>

struct native_request {
	const char *root; /* the checkout */
	const struct lab *lab;
	const struct build *build;
	uint64_t seed;
	struct native_run run; /* without args */
};

/* As native_lacks(), of this host. */
int native_reason(const struct lab *lab, char **ret);

/*
 * Sets the lab's settings, runs its checker, and puts them back. Outcomes as native_run();
 * other trouble is -errno with a sentence in `why` (NATIVE_WHY bytes), which is "" without.
 */
int native_judge(const struct native_request *request, int *ret_status, char *why);

/* Runs `program`, the lab's part for real hardware, not as root; `with_settings`: while the lab's
 * settings hold. Outcomes as above. */
int native_measure(const struct native_request *request, const char *program,
	bool with_settings, int *ret_status, char *why);

#endif
