/* SPDX-License-Identifier: MIT */
/* What the parts of ./check share. */
#ifndef PAGELAB_GRADER_CHECK_H
#define PAGELAB_GRADER_CHECK_H

#include "build.h"
#include "check_info.h"
#include "check_options.h"
#include "verdict.h"
#include "vm.h"

#include <limits.h>
#include <stdio.h>

/* One check from its begin to its end. */
struct check {
	struct check_options options;
	const char *root;
	struct lab *lab;
	struct build *build;
	struct vm *vm;
	struct result *result;
	struct check_info info;
	struct crash_place place;
	struct task_map *tasks;
	FILE *log; /* what the checker wrote, cmocka's words */
	char *log_text;
	size_t log_size;
	char *compiler_words, *next_lab, *commit, *kernel, *qemu;
	char exercise[PATH_MAX];
};

/* Words about this program's own failing; the exit status, for return. */
__attribute__((format(printf, 2, 3))) int check_complain(
	int status, const char *format, ...);

/* Finds the lab and reads it; draws the seed. 0 or an exit status, as those below. */
int check_prepare(struct check *c);
/* Builds the programs; c->build says what became of that. */
int check_build(struct check *c);
/* Did a signal come? For those who wait. */
bool check_interrupted(void);

#endif
