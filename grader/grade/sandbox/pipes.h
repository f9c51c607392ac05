/* SPDX-License-Identifier: MIT */
/* Reads several pipes to their ends, within bounds. */
#ifndef PAGELAB_GRADE_PIPES_H
#define PAGELAB_GRADE_PIPES_H

#include <stdbool.h>
#include <stddef.h>

struct grade_stream {
	int fd;
	size_t most;   /* bytes that are kept */
	bool is_bound; /* more than that is an error; else it is dropped */
	char *data;    /* malloc'ed, with a NUL beyond `size` */
	size_t size;
};

/* 0; -ETIMEDOUT, -EFBIG, -EINTR: interrupted() said so, -ENOMEM. `data` is to be freed even
 * then. */
int grade_collect(struct grade_stream *streams, size_t nr, double seconds,
	bool (*interrupted)(void));

#endif
