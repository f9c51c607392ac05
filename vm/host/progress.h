/* SPDX-License-Identifier: MIT */
/* One line on stderr for what takes longer than two seconds. */
#ifndef PAGELAB_PROGRESS_H
#define PAGELAB_PROGRESS_H

#include <stdbool.h>

/* Whether this is a terminal whose lines can be written over; TERM=dumb is none. */
bool progress_redraws(int fd);
void progress_begin(bool quiet, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void progress_end(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
