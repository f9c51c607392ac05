/* SPDX-License-Identifier: MIT */
/* The line of progress, see progress.h. */
#include "progress.h"
#include "grader/base/clock.h"
#include "vm/host/progress.h"

#include <time.h>
#include <unistd.h>

#define TERMINAL_SECONDS 0.5
#define QUIET_SECONDS 30

void progress_start(struct grade_progress *progress, FILE *out, size_t nr)
{
	*progress = (struct grade_progress){
		.out = out, .terminal = progress_redraws(fileno(out)), .nr = nr};
	progress->begun = progress->shown = clock_seconds();
}

void progress_line(const struct grade_progress *progress, size_t nr_running, double now,
	long wall, char *ret, size_t size)
{
	size_t left = progress->nr - progress->nr_finished;
	double passed = now - progress->begun;
	double rate = passed > 0 ? (double)progress->nr_finished / passed : 0;
	int n = snprintf(ret, size, "%zu of %zu graded, %zu left, %zu at work",
		progress->nr_finished, progress->nr, left, nr_running);
	time_t end;
	struct tm tm;
	char clock[16];

	if (!progress->nr_finished || n < 0 || (size_t)n >= size)
		return;
	end = wall + (long)((double)left / rate + 0.5);
	strftime(clock, sizeof(clock), "%H:%M", localtime_r(&end, &tm));
	snprintf(ret + n, size - n, ", %.0f a minute, to end at %s", rate * 60, clock);
}

void progress_show(struct grade_progress *progress, size_t nr_running)
{
	double now = clock_seconds();
	char line[160];

	if (now - progress->shown <
		(progress->terminal ? TERMINAL_SECONDS : QUIET_SECONDS))
		return;
	progress->shown = now;
	progress_line(progress, nr_running, now, time(NULL), line, sizeof(line));
	fprintf(progress->out, progress->terminal ? "\r\033[K%s" : "%s\n", line);
	fflush(progress->out);
}

void progress_stop(struct grade_progress *progress)
{
	if (progress->terminal)
		fputs("\r\033[K", progress->out);
	fflush(progress->out);
}
