/* SPDX-License-Identifier: MIT */
/* Whether faults were counted around something: see counting.h. */
#include "counting.h"

#include <sys/syscall.h>

#include "expect.h"

void expect_counting(const struct record *record, pid_t pid, const char *after,
	const char *before, uint64_t first_ns, uint64_t last_ns)
{
	const struct record_query asked = {.kind = RECORD_CALL,
		.nr = SYS_getrusage,
		.pid = pid,
		.after = after,
		.before = before};
	const struct record_event *first = record_next(record, &asked, NULL),
				  *last = first;

	if (!first)
		return;
	for (const struct record_event *e = first; (e = record_next(record, &asked, e));)
		last = e;
	expect_true(first->time_ns < first_ns,
		"a look at the count of faults before the first of them", "none");
	expect_true(last->time_ns > last_ns,
		"a look at the count of faults after the last of them", "none");
}
