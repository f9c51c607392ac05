/* SPDX-License-Identifier: MIT */
/* Whether faults were counted around something: see counting.h. */
#include "counting.h"

#include <stdbool.h>
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
	bool is_early = false, is_late = false;

	if (!record_count(record, &asked))
		return;
	for (const struct record_event *e = NULL; (e = record_next(record, &asked, e));) {
		is_early |= e->time_ns < first_ns;
		is_late |= e->time_ns > last_ns;
	}
	expect_true(is_early, "a look at the count of faults before the first of them",
		"none");
	expect_true(
		is_late, "a look at the count of faults after the last of them", "none");
}
