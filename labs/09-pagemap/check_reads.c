/* SPDX-License-Identifier: MIT */
/* Counts what a program reads (check_reads.h). */
#include "check_reads.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The event after `call` that is a read; not of what a terminal or a pipe may be. */
static const struct record_event *next_read(const struct record *record,
	const struct record_query *query, const struct record_event *call)
{
	do
		call = record_next(record, query, call);
	while (call && (!record_is_read(call->call.nr) || call->call.nr == SYS_sendfile ||
			       !call->call.returned ||
			       (int)call->call.args[0] <= STDERR_FILENO));
	return call;
}

struct reads count_reads(
	const struct record *record, const struct record_query *query, const char *name)
{
	struct reads sum = {.nr = 0};

	for (const struct record_event *c = NULL; (c = next_read(record, query, c));) {
		const char *of = name ? record_opened_name(record, c) : NULL;

		if (name && strcmp(*of ? of : "pagemap", name))
			continue;
		sum.nr++;
		sum.bytes += c->call.result > 0 ? (uint64_t)c->call.result : 0;
		sum.nr_refused += c->call.result == -EINVAL;
	}
	return sum;
}

bool has_read_own(
	const struct record *record, const struct record_query *query, const char *name)
{
	for (const struct record_event *c = NULL; (c = next_read(record, query, c));)
		if (c->call.result > 0 && !strcmp(record_opened_name(record, c), name))
			return true;
	return false;
}
