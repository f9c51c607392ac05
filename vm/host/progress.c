/* SPDX-License-Identifier: MIT */
/*
 * A line on stderr for what takes longer than two seconds: “what it does …”, and at
 * its end how long it took. On a terminal the line is completed in place.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"
#include "wait.h"

static char doing[256];
static int64_t begun_ms;
static bool silent;

bool progress_redraws(int fd)
{
	const char *term = getenv("TERM");

	return isatty(fd) && term && *term && strcmp(term, "dumb") != 0;
}

void progress_begin(bool quiet, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(doing, sizeof(doing), format, ap);
	va_end(ap);
	begun_ms = wait_now_ms();
	silent = quiet;
	if (!silent && progress_redraws(STDERR_FILENO))
		fprintf(stderr, "%s …", doing);
	else if (!silent)
		fprintf(stderr, "%s\n", doing);
}

void progress_end(const char *format, ...)
{
	double seconds = (wait_now_ms() - begun_ms) / 1000.0;
	char result[256];
	va_list ap;

	if (silent)
		return;
	va_start(ap, format);
	vsnprintf(result, sizeof(result), format, ap);
	va_end(ap);
	if (progress_redraws(STDERR_FILENO))
		fprintf(stderr, "\r\033[K");
	fprintf(stderr, "%s: %s (%.1f s)\n", doing, result, seconds);
}
