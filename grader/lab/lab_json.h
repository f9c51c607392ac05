/* SPDX-License-Identifier: MIT */
/*
 * A lab as labs/NN-topic/lab.json describes it: what must be known before, and
 * without, running a program of the lab.
 *
 * Loading is strict. A key that is unknown, missing or of the wrong kind is an
 * error that names the file, the place in it and the cause:
 *
 *	labs/03-ksm/lab.json: claims[2].hints[0]: is a number, expected a string
 */
#ifndef PAGELAB_LAB_JSON_H
#define PAGELAB_LAB_JSON_H

#include "knobs.h"

#include <stdbool.h>
#include <stddef.h>

#define LAB_WHY 512
#define LAB_MAX_HINTS 9
#define LAB_POINTS 100

struct lab_size {
	const char *name;
	long fallback; /* what the program uses by itself */
	long min, max, step;
};

/* Shown where `when` is found in what a claim expected, observed, and where: an extended
 * regular expression (regcomp(3)). NULL: whatever was seen, unless the program ended before it
 * could be judged. */
struct lab_hint {
	const char *when;
	const char *text;
};

struct lab_claim {
	const char *name; /* of the test function in check.c */
	int points;
	int task; /* the claim can pass once tasks 1 to `task` are done, and not before */
	const char *text;
	struct lab_hint hints[LAB_MAX_HINTS]; /* from a question to nearly code */
	size_t nr_hints;
};

struct lab_limits {
	int seconds;
	int memory_mib;
	int nr_pids;
	int output_kib;
};

struct lab {
	char *folder; /* "03-ksm" */
	const char *title;
	const char *question;
	const char *profile;
	/* That --native must find: nodes with CPUs and memory, and CPUs online, each from
	 * number 0 on; 1 if not said. */
	int nr_nodes, nr_cpus;
	/* What the virtual machine has at most, where the experiment fits no larger one: nodes,
	 * CPUs, and memory of each node from one size to another. 0: no matter. */
	int most_nodes, most_cpus, least_node_mib, most_node_mib;
	int swap_mib; /* of a swap area that the machine must have; 0 if not said */
	bool profile_optional; /* claims that need its kernel arguments say so themselves */
	bool fills_a_node;     /* the exercise takes all memory of one: never natively */
	bool fresh;	       /* in its machine no program may have been before */
	struct lab_limits limits;
	const char **tasks; /* task k of the learner is tasks[k - 1] */
	size_t nr_tasks;
	struct lab_knob *knobs;
	size_t nr_knobs;
	const char **grants;
	size_t nr_grants;
	const char **modules; /* of kmod/, loaded in this order */
	size_t nr_modules;
	/* What the learner writes is a kernel module of this name, and not a program; the
	 * guest's kernel then runs the learner's code. NULL: a program. */
	const char *exercise_module;
	const char **args; /* names of sizes, or "seed" */
	size_t nr_args;
	struct lab_size *sizes;
	size_t nr_sizes;
	unsigned records; /* what is recorded of a run: enum record_group */
	const char **live;
	size_t nr_live;
	struct lab_claim *claims;
	size_t nr_claims;
	void *json; /* owns the strings */
};

/*
 * Reads labs/NN-topic/lab.json under `root`, by the folder's name. 0, -ENOENT or
 * another -errno of opening it, -EBADMSG if it is not what a lab.json must be,
 * -ENOMEM. On failure `why` (LAB_WHY bytes) holds a sentence.
 */
int lab_load(const char *root, const char *folder, struct lab **ret, char *why);
void lab_free(struct lab *lab);

#endif
