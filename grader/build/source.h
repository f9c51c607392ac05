/* SPDX-License-Identifier: MIT */
/* A source that is to be judged instead of the lab's exercise.c, from wherever it lies. */
#ifndef PAGELAB_BUILD_SOURCE_H
#define PAGELAB_BUILD_SOURCE_H

#include <stdint.h>

#define SOURCE_MAX_BYTES (16 * 1024 * 1024)

/* Make and compilers get descriptors: a path may have any bytes, and is nothing to them. */
struct source {
	int fd;	       /* what it held, in memory */
	int beside_fd; /* the folder of what it includes; -1 if it has none, as a pipe */
	char *named;   /* for people, safe to print */
	uint64_t id;   /* of its path: two sources, two numbers */
};

/* 0, -EFBIG if it is longer than SOURCE_MAX_BYTES, -ENOMEM, -errno of open(2) or read(2). */
int source_take(const char *path, struct source *ret);
void source_free(struct source *source);

/*
 * Why a text that does not compile is none for a compiler: a sentence, malloc'ed, that begins
 * with `named`. -ENODATA if that is not the reason, -ENOMEM, -errno of reading the file.
 */
int source_explain(const char *path, const char *named, char **ret);

#endif
