/* SPDX-License-Identifier: MIT */
/*
 * Can this host show a lab on its own kernel? What a lab needs is in lab.json: the number
 * of nodes, the files of its settings and grants, its modules, its machine's profile.
 */
#ifndef PAGELAB_NATIVE_NEEDS_H
#define PAGELAB_NATIVE_NEEDS_H

#include "grader/lab/lab_json.h"

#include <stdbool.h>

struct native_host {
	const char *root; /* before every path: "" but for tests */
	bool is_superuser;
	const char *release; /* of the kernel, as uname(2) says */
};

/*
 * Sentences, malloc'ed, about everything that is missing; NULL in *ret if nothing is.
 * 0 or -ENOMEM.
 */
int native_lacks(const struct lab *lab, const struct native_host *host, char **ret);

#endif
