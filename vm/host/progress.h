/* SPDX-License-Identifier: MIT */
/* One line on stderr for what takes longer than two seconds. */
#ifndef PAGELAB_PROGRESS_H
#define PAGELAB_PROGRESS_H

#include <stdbool.h>

void progress_begin(bool quiet, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void progress_end(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
