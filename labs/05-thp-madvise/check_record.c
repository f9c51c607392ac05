/* SPDX-License-Identifier: MIT */
/* What the record says of a buffer; see check_record.h. */
#include "check_record.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

#define MAX_PAGES 2048
#define NO_ADVICE "no advice about huge pages"

static struct record_query calls_of(const struct stretch *stretch, long nr)
{
	return (struct record_query){.kind = RECORD_CALL,
		.nr = nr,
		.memory_pid = stretch->pid,
		.from = stretch->address,
		.bytes = stretch->nr_pages * page_size_bytes(),
		.after = stretch->after,
		.before = stretch->before};
}

static struct record_query faults_of(const struct stretch *stretch)
{
	struct record_query query = calls_of(stretch, 0);

	query.kind = RECORD_FAULT;
	query.pid = stretch->pid;
	return query;
}

void stretch_begin(struct stretch *stretch)
{
	struct record_query query = calls_of(stretch, SYS_mmap);

	query.after = NULL;
	query.succeeded = true;
	stretch->since = NULL;
	for (const struct record_event *ev = NULL;
		(ev = record_next(stretch->record, &query, ev));)
		stretch->since = ev;
}

static void where(const struct stretch *stretch)
{
	if (stretch->after)
		claim_where("%s, from “%s” to “%s”", stretch->name, stretch->after,
			stretch->before);
	else
		claim_where("%s, before “%s”", stretch->name, stretch->before);
}

/* ---- advice ---- */

/* Which pages of the buffer an advice holds for. */
struct advised {
	bool pages[MAX_PAGES];
	size_t nr_pages;
	const struct record_event *last; /* of the calls with that advice; NULL: none */
};

static void mark(const struct stretch *stretch, const struct record_call *call,
	bool holds, struct advised *advised)
{
	uint64_t page_bytes = page_size_bytes(), end = call->args[0] + call->args[1];

	for (size_t i = 0; i < stretch->nr_pages; i++) {
		uint64_t page = stretch->address + i * page_bytes;

		if (page < call->args[0] || page >= end || advised->pages[i] == holds)
			continue;
		advised->pages[i] = holds;
		advised->nr_pages += holds ? 1 : -1;
	}
}

/* Granted; or failed, as the part behind the buffer may have: the kernel goes on from the begin of the range
 * to what fails. */
static bool took_effect(const struct stretch *stretch, const struct record_call *call)
{
	uint64_t end = stretch->address + stretch->nr_pages * page_size_bytes();

	return call->returned &&
	       (!call->result || (call->args[0] >= stretch->address &&
					 call->args[0] + call->args[1] > end));
}

/* Up to that event, or to the end of the stretch. MADV_HUGEPAGE may be taken away again. */
static void find_advice(const struct stretch *stretch, int advice,
	const struct record_event *until, struct advised *ret)
{
	const struct record_query query = calls_of(stretch, SYS_madvise);

	*ret = (struct advised){.nr_pages = 0};
	for (const struct record_event *ev = stretch->since;
		(ev = record_next(stretch->record, &query, ev)) &&
		(!until || ev->time_ns < until->time_ns);) {
		int given = (int)ev->call.args[2];
		bool ok = took_effect(stretch, &ev->call);

		if (given == advice)
			ret->last = ev;
		if (ok && given == advice)
			mark(stretch, &ev->call, true, ret);
		if (ok && advice == MADV_HUGEPAGE && given == MADV_NOHUGEPAGE)
			mark(stretch, &ev->call, false, ret);
	}
}

/* A call that failed, or for how much it was made. */
static void tell_advice(const struct stretch *stretch, const struct advised *advised,
	const char *name, char *ret, size_t size)
{
	size_t page_bytes = page_size_bytes();

	if (!advised->last)
		snprintf(ret, size, "no such call");
	else if (!advised->last->call.returned || advised->last->call.result)
		record_words(advised->last, ret, size);
	else
		snprintf(ret, size, "madvise() with %s was called for %zu of %zu bytes",
			name, advised->nr_pages * page_bytes,
			stretch->nr_pages * page_bytes);
}

static void expect_all(const struct stretch *stretch, const struct advised *advised,
	const char *name, const char *when)
{
	char expected[128], seen[RECORD_WORDS_BYTES];

	where(stretch);
	snprintf(expected, sizeof(expected), "madvise() with %s for the whole buffer%s",
		name, when);
	tell_advice(stretch, advised, name, seen, sizeof(seen));
	expect_true(advised->nr_pages == stretch->nr_pages, expected, "%s", seen);
}

void stretch_expect_advice(const struct stretch *stretch, int advice, const char *name)
{
	struct advised advised;

	find_advice(stretch, advice, NULL, &advised);
	expect_all(stretch, &advised, name, "");
}

void stretch_expect_advice_first(const struct stretch *stretch)
{
	static const char when[] = ", before the first write to it";
	struct record_query faults = faults_of(stretch);
	struct advised first, all;

	find_advice(stretch, MADV_HUGEPAGE,
		record_next(stretch->record, &faults, stretch->since), &first);
	find_advice(stretch, MADV_HUGEPAGE, NULL, &all);
	where(stretch);
	expect_true(first.nr_pages >= all.nr_pages, "advice, then the first write",
		"the first write, then madvise() with MADV_HUGEPAGE");
	expect_all(stretch, &all, "MADV_HUGEPAGE", when);
}

void stretch_expect_some_advice(
	const struct stretch *stretch, int advice, const char *name)
{
	char expected[128], seen[RECORD_WORDS_BYTES];
	struct advised advised;

	find_advice(stretch, advice, NULL, &advised);
	where(stretch);
	snprintf(expected, sizeof(expected), "madvise() with %s in the buffer", name);
	tell_advice(stretch, &advised, name, seen, sizeof(seen));
	expect_true(advised.nr_pages, expected, "%s", seen);
}

static void expect_none(const struct stretch *stretch, const struct record_event *ev,
	const char *expected)
{
	char words[RECORD_WORDS_BYTES];

	where(stretch);
	record_words(ev, words, sizeof(words));
	claim_fail(expected, "%s", words);
}

void stretch_expect_never(const struct stretch *stretch, int advice, const char *expected)
{
	const struct record_query query = calls_of(stretch, SYS_madvise);

	/* A collapse that fails at one huge page goes on to the next. */
	for (const struct record_event *ev = stretch->since;
		(ev = record_next(stretch->record, &query, ev));)
		if ((int)ev->call.args[2] == advice &&
			(advice == MADV_COLLAPSE || took_effect(stretch, &ev->call)))
			expect_none(stretch, ev, expected);
}

void stretch_expect_no_ban(const struct stretch *stretch)
{
	struct record_query query = calls_of(stretch, SYS_prctl);

	query.from = query.bytes = 0;
	query.succeeded = true;
	for (const struct record_event *ev = NULL;
		(ev = record_next(stretch->record, &query, ev));)
		if (ev->call.args[0] == PR_SET_THP_DISABLE && ev->call.args[1])
			expect_none(stretch, ev, NO_ADVICE);
}

void stretch_expect_no_advice(const struct stretch *stretch)
{
	stretch_expect_never(stretch, MADV_HUGEPAGE, NO_ADVICE);
	stretch_expect_never(stretch, MADV_NOHUGEPAGE, NO_ADVICE);
	stretch_expect_no_ban(stretch);
}

/* ---- mapping and setting ---- */

static bool is_in(const struct stretch *stretch, uint64_t address)
{
	return address - stretch->address < stretch->nr_pages * page_size_bytes();
}

void stretch_expect_memory(const struct stretch *stretch)
{
	static const long changes[] = {SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect};
	static const char expected[] = "an unchanged mapping";
	struct record_query query = {0};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const struct record_event *ev;

		query = calls_of(stretch, changes[i]);
		query.succeeded = true;
		ev = record_next(stretch->record, &query, NULL);
		if (ev)
			expect_none(stretch, ev, expected);
	}
	/* What was moved there has another address before. */
	query = calls_of(stretch, SYS_mremap);
	query.from = query.bytes = 0;
	for (const struct record_event *ev = NULL;
		(ev = record_next(stretch->record, &query, ev));)
		if (ev->call.returned && is_in(stretch, (uint64_t)ev->call.result))
			expect_none(stretch, ev, expected);
}

/* Whether the call writes to the setting. */
static bool is_setting(const struct record *record, const struct record_event *call)
{
	return record_is_write(call->call.nr) &&
	       !strcmp(record_opened_name(record, call), "enabled");
}

void stretch_expect_setting(const struct stretch *stretch)
{
	const struct record_query query = {.kind = RECORD_CALL,
		.succeeded = true,
		.after = stretch->after,
		.before = stretch->before};

	for (const struct record_event *ev = NULL;
		(ev = record_next(stretch->record, &query, ev));)
		if (is_setting(stretch->record, ev))
			claim_fail("an unchanged setting", "process %d wrote to the file",
				(int)ev->pid);
}

/* ---- faults ---- */

/* What a page's first fault was by, if it was no write of the program's own. */
static void tell_first(const struct stretch *stretch, size_t page, size_t nr_each,
	char *ret, size_t size)
{
	struct record_query query = faults_of(stretch);
	const struct record_event *ev;

	query.from += page * page_size_bytes();
	query.bytes = nr_each * page_size_bytes();
	ev = record_next(stretch->record, &query, NULL);
	if (ev)
		record_words(ev, ret, size);
	else
		snprintf(ret, size, "none");
}

void stretch_expect_faults(
	const struct stretch *stretch, size_t first, size_t end, size_t nr_each)
{
	struct record_query query = faults_of(stretch);
	uint16_t all[MAX_PAGES], writes[MAX_PAGES];
	char seen[RECORD_WORDS_BYTES];

	record_count_pages(stretch->record, &query, stretch->nr_pages, all);
	query.write = query.access = true;
	record_count_pages(stretch->record, &query, stretch->nr_pages, writes);
	for (size_t i = first; i < end; i += nr_each) {
		size_t nr_all = 0, nr_writes = 0;

		for (size_t page = i; page < i + nr_each; page++) {
			nr_all += all[page];
			nr_writes += writes[page];
		}
		if (nr_each == 1)
			claim_where("page %zu of %s, from “%s” to “%s”", i, stretch->name,
				stretch->after, stretch->before);
		else
			claim_where("pages %zu to %zu of %s, from “%s” to “%s”", i,
				i + nr_each - 1, stretch->name, stretch->after,
				stretch->before);
		if (!nr_writes) {
			tell_first(stretch, i, nr_each, seen, sizeof(seen));
			claim_fail("a fault by a write of the program", "%s", seen);
		}
		expect_equal("faults", 1, nr_all);
	}
}

void stretch_expect_unwritten(const struct stretch *stretch)
{
	struct record_query query = faults_of(stretch);
	const struct record_event *ev;

	query.write = true;
	ev = record_next(stretch->record, &query, NULL);
	if (ev)
		expect_none(stretch, ev, "no further write fault in the buffer");
}

void stretch_expect_counting(const struct stretch *stretch)
{
	const struct record_query query = faults_of(stretch);
	const struct record_event *first = record_next(stretch->record, &query, NULL);

	if (first)
		expect_counting(stretch->record, stretch->pid, stretch->after,
			stretch->before, first->time_ns,
			record_last(stretch->record, &query)->time_ns);
}

size_t stretch_nr_faults(const struct stretch *stretch, size_t *ret_nr_among)
{
	struct record_query query = faults_of(stretch);
	const struct record_event *first = NULL, *last = NULL;
	size_t nr = 0, nr_among = 0;

	for (const struct record_event *ev = NULL;
		(ev = record_next(stretch->record, &query, ev));) {
		if (!first)
			first = ev;
		last = ev;
		nr++;
	}
	query.from = query.bytes = 0;
	for (const struct record_event *ev = first;
		first && (ev = record_next(stretch->record, &query, ev)) && ev < last;)
		nr_among += !is_in(stretch, ev->fault.address);
	*ret_nr_among = nr_among;
	return nr;
}
