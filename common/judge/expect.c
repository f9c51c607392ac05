/* SPDX-License-Identifier: MIT */
/* Expectations of numbers and of the run, and their words; see expect.h. What the program
 * printed, expect_output.c judges. */
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "claim_priv.h"
#include "expect.h"
#include "linked.h"
#include "common/kernel/cpulist.h"
#include "common/stage/look.h"

/* A difference that is less than nothing is told as such. */
static void tell_number(char *text, const char *what, uint64_t value, bool hex)
{
	if (hex)
		snprintf(text, CLAIM_TEXT, "%s 0x%" PRIx64, what, value);
	else
		snprintf(text, CLAIM_TEXT, "%s %" PRId64, what, (int64_t)value);
}

static void equal(const char *what, uint64_t expected, uint64_t observed, bool hex)
{
	char wanted[CLAIM_TEXT], seen[CLAIM_TEXT];

	if (expected == observed)
		return;
	tell_number(wanted, what, expected, hex);
	tell_number(seen, what, observed, hex);
	claim_leave("FAIL", wanted, seen);
}

void expect_equal(const char *what, uint64_t expected, uint64_t observed)
{
	equal(what, expected, observed, false);
}

void expect_equal_hex(const char *what, uint64_t expected, uint64_t observed)
{
	equal(what, expected, observed, true);
}

void expect_counted(const char *counter, uint64_t expected, uint64_t growth)
{
	claim_alone(counter, expected, growth);
	expect_equal(counter, expected, growth);
}

/* “CPU 7”, “CPUs 0-3,5”, “no CPU”. */
static void tell_cpus(char *text, size_t size, const cpu_set_t *cpus)
{
	char list[CPULIST_SIZE];

	cpulist_format(cpus, list, sizeof(list));
	if (CPU_COUNT(cpus) == 0)
		snprintf(text, size, "no CPU");
	else
		snprintf(text, size, "CPU%s %s", CPU_COUNT(cpus) > 1 ? "s" : "", list);
}

void expect_cpus(const cpu_set_t *expected, const cpu_set_t *observed)
{
	char wanted[CPULIST_SIZE + 8], seen[CPULIST_SIZE + 8];

	if (CPU_EQUAL(expected, observed))
		return;
	tell_cpus(wanted, sizeof(wanted), expected);
	tell_cpus(seen, sizeof(seen), observed);
	claim_leave("FAIL", wanted, seen);
}

void expect_at_least(const char *what, uint64_t low, uint64_t observed)
{
	char wanted[CLAIM_TEXT], seen[CLAIM_TEXT];

	if (low <= observed)
		return;
	snprintf(wanted, sizeof(wanted), "%s at least %" PRIu64, what, low);
	tell_number(seen, what, observed, false);
	claim_leave("FAIL", wanted, seen);
}

void expect_between(const char *what, uint64_t low, uint64_t high, uint64_t observed)
{
	char wanted[CLAIM_TEXT], seen[CLAIM_TEXT];

	if (low <= observed && observed <= high)
		return;
	snprintf(wanted, sizeof(wanted), "%s from %" PRIu64 " to %" PRIu64, what, low,
		high);
	tell_number(seen, what, observed, false);
	claim_leave("FAIL", wanted, seen);
}

void expect_true(bool holds, const char *expected, const char *observed_fmt, ...)
{
	char seen[CLAIM_TEXT];
	va_list ap;

	if (holds)
		return;
	va_start(ap, observed_fmt);
	vsnprintf(seen, sizeof(seen), observed_fmt, ap);
	va_end(ap);
	claim_leave("FAIL", expected, seen);
}

static void signal_words(char *text, size_t size_bytes, long number)
{
	const char *name = sigabbrev_np((int)number);

	if (name)
		snprintf(text, size_bytes, "it was ended by SIG%s", name);
	else
		snprintf(text, size_bytes, "it was ended by signal %ld", number);
}

/* "it was ended by SIGSEGV" */
static void end_words(char *text, size_t size_bytes, const struct stage_end *end)
{
	switch (end->how) {
	case STAGE_RUNNING:
		snprintf(text, size_bytes, "it is still running");
		break;
	case STAGE_EXITED:
		snprintf(text, size_bytes, "it ended with exit status %ld", end->number);
		break;
	case STAGE_SIGNALLED:
		signal_words(text, size_bytes, end->number);
		break;
	case STAGE_TIMEOUT:
		snprintf(text, size_bytes, "it was stopped after %ld s", end->number);
		break;
	case STAGE_MEMORY:
		snprintf(text, size_bytes, "it was killed for using more than %ld MiB",
			end->number >> 20);
		break;
	case STAGE_OUTPUT:
		snprintf(text, size_bytes, "it printed more than %ld KiB",
			end->number >> 10);
		break;
	case STAGE_RECORD:
		snprintf(text, size_bytes,
			"it made more system calls and faults than can be recorded");
		break;
	}
}

static const char *end_verdict(const struct stage_end *end)
{
	return end->how == STAGE_TIMEOUT ? "TIMEOUT" : "FAIL";
}

void expect_reached(const struct stage *stage, const char *checkpoint)
{
	const struct stage_end *end = stage_end(stage);
	char wanted[CLAIM_TEXT], seen[CLAIM_TEXT], how[128];

	if (stage_was_at(stage, checkpoint))
		return;
	end_words(how, sizeof(how), end);
	snprintf(wanted, sizeof(wanted), "the program reaches checkpoint “%s”",
		checkpoint);
	if (stage_passed(stage, checkpoint))
		snprintf(seen, sizeof(seen),
			"the program passed checkpoint “%s” out of turn; %s after "
			"checkpoint “%s”",
			checkpoint, how, end->last_checkpoint);
	else if (*end->last_checkpoint)
		snprintf(seen, sizeof(seen),
			"the program never reached checkpoint “%s”: %s after "
			"checkpoint "
			"“%s”",
			checkpoint, how, end->last_checkpoint);
	else
		snprintf(seen, sizeof(seen),
			"the program never reached checkpoint “%s”: %s before any "
			"checkpoint",
			checkpoint, how);
	claim_leave(end_verdict(end), wanted, seen);
}

void expect_exit(const struct stage *stage, int status)
{
	const struct stage_end *end = stage_end(stage);
	char wanted[64], seen[128];

	if (end->how == STAGE_EXITED && end->number == status)
		return;
	snprintf(wanted, sizeof(wanted), "the program ends with exit status %d", status);
	end_words(seen, sizeof(seen), end);
	claim_leave(end_verdict(end), wanted, seen);
}

void expect_own(const char *program, const char *function, const char *header)
{
	bool is_linked;
	int err = linked_has(program, function, &is_linked);

	if (err)
		claim_broken(err, "looking into the program");
	claim_where("your program");
	expect_true(!is_linked,
		"your own code: in this lab you write what the library does",
		"it calls what is declared in %s", header);
}
