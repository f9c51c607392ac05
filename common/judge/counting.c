/* SPDX-License-Identifier: MIT */
/* Whether faults were counted around something: see counting.h. */
#include "counting.h"

#include <string.h>
#include <sys/syscall.h>

#include "common/recorder/opened.h"
#include "expect.h"

static bool is_look(const struct record *record, const struct record_event *call)
{
	return call->call.nr == SYS_getrusage ||
	       (record_is_read(call->call.nr) &&
		       !strcmp(record_opened_name(record, call), "stat"));
}

void expect_counting(const struct record *record, pid_t pid, const char *after,
	const char *before, uint64_t first_ns, uint64_t last_ns)
{
	const struct record_query calls = {
		.kind = RECORD_CALL, .pid = pid, .after = after, .before = before};
	const struct record_event *first = NULL, *last = NULL;

	for (const struct record_event *e = NULL; (e = record_next(record, &calls, e));) {
		if (!is_look(record, e))
			continue;
		first = first ? first : e;
		last = e;
	}
	if (!first && !record_has(record, RECORD_FILES))
		return;
	expect_true(first && first->time_ns < first_ns,
		"a look at the count of faults before the first of them", "none");
	expect_true(last->time_ns > last_ns,
		"a look at the count of faults after the last of them", "none");
}
