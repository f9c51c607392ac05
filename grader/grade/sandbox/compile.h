/* SPDX-License-Identifier: MIT */
/* Compiles what a student sent, in the sandbox, as make would compile it. */
#ifndef PAGELAB_GRADE_COMPILE_H
#define PAGELAB_GRADE_COMPILE_H

#include "grader/build/build.h"
#include "sandbox.h"

struct compile_request {
	const char *root;	   /* the checkout */
	const char *kernel;	   /* "6.1" */
	const char *lab;	   /* "03-ksm" */
	const char *source;	   /* a path */
	const char *module;	   /* the kernel module that it makes; NULL: a program */
	const struct build *parts; /* of build_lab() */
	enum sandbox_kind sandbox;
	unsigned cpu_seconds; /* as of sandbox_run() */
	bool (*interrupted)(void);
};

/*
 * 0 with *ret as of build_lab(): BUILD_DONE or BUILD_UNCOMPILED. -EINTR, -ENOMEM, or
 * another -errno and a sentence in `why` (BUILD_WHY bytes): this host's fault.
 */
int grade_compile(const struct compile_request *request, struct build **ret, char *why);

#endif
