/* SPDX-License-Identifier: MIT */
/* The device's pins in the record; see check_pins.h. */
#include "check_pins.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "page_pin.h"

#define MAX_CALLERS 16 /* threads: the limit of processes in lab.json */

/* The latest call of each thread, on the way through the record. */
struct callers {
	const struct record_event *calls[MAX_CALLERS];
	size_t nr;
};

static bool is_request(const struct record_event *event, unsigned long request)
{
	return event->kind == RECORD_CALL && event->call.nr == SYS_ioctl &&
	       (uint32_t)event->call.args[1] == request;
}

static void remember(struct callers *callers, const struct record_event *call)
{
	size_t i = 0;

	while (i < callers->nr && callers->calls[i]->tid != call->tid)
		i++;
	if (i == MAX_CALLERS)
		return;
	if (i == callers->nr)
		callers->nr++;
	callers->calls[i] = call;
}

/* The call during which this happened, in the caller's thread; or NULL. */
static const struct record_event *call_of(
	const struct callers *callers, const struct record_event *event)
{
	for (size_t i = 0; i < callers->nr; i++) {
		const struct record_event *call = callers->calls[i];

		if (call->tid == event->tid &&
			(!call->call.returned || event->time_ns <= call->call.end_ns))
			return call;
	}
	return NULL;
}

static bool has_page(const struct side *side, uint64_t address)
{
	return address >= side->region.address &&
	       address < side->region.address + side->region.length_bytes;
}

static size_t page_of(const struct side *side, uint64_t address)
{
	return (address - side->region.address) / page_size_bytes();
}

static void note_time(const struct record_event *event, struct pins *pins)
{
	if (event->time_ns < pins->first_ns)
		pins->first_ns = event->time_ns;
	if (event->time_ns > pins->last_ns)
		pins->last_ns = event->time_ns;
}

static void take_pin(const struct side *side, const struct record_event *event,
	const struct record_event *call, struct pins *pins)
{
	bool by_pin = call && is_request(call, PAGE_PIN_PIN);
	int64_t nr = by_pin && event->pin.result > 0 ? event->pin.result : 0;

	pins->nr_anywhere += (uint64_t)nr;
	for (int64_t i = 0; i < nr && call->call.result == 0; i++) {
		uint64_t address = event->pin.address + i * page_size_bytes();

		if (has_page(side, address) && pins->nr[page_of(side, address)] < 999)
			pins->nr[page_of(side, address)]++;
		if (has_page(side, address) && !pins->last_ns)
			note_time(event, pins);
	}
}

static void take_fault(const struct side *side, const struct record_event *event,
	const struct record_event *call, struct pins *pins)
{
	bool by_pin = call && event->fault.by == RECORD_BY_GUP &&
		      is_request(call, PAGE_PIN_PIN);
	struct first_fault *first;

	if (!has_page(side, event->fault.address))
		return;
	pins->nr_faults += by_pin;
	if (by_pin)
		note_time(event, pins);
	first = &pins->faults[page_of(side, event->fault.address)];
	if (first->taken)
		return;
	first->taken = true;
	first->by_pin = by_pin;
	first->call = call;
}

void find_pins(const struct act *act, const struct side *side, enum moment after,
	enum moment before, struct pins *ret)
{
	const struct record *record =
		expect_record(&act->run, RECORD_CALLS | RECORD_FAULTS | RECORD_PINS);
	const struct record_query all = {.pid = side->region.pid,
		.after = act->run.moments[after],
		.before = act->run.moments[before]};
	struct callers callers = {.nr = 0};
	struct pins pins = {.first_ns = UINT64_MAX,
		.nr = evidence_keep(calloc(act->nr_pages, sizeof(*pins.nr))),
		.faults = evidence_keep(calloc(act->nr_pages, sizeof(*pins.faults)))};

	if (!pins.nr || !pins.faults)
		claim_broken(-ENOMEM, "the pages that were pinned");
	for (const struct record_event *e = NULL; (e = record_next(record, &all, e));) {
		if (e->kind == RECORD_CALL)
			remember(&callers, e);
		if (e->kind == RECORD_PIN)
			take_pin(side, e, call_of(&callers, e), &pins);
		if (e->kind == RECORD_FAULT)
			take_fault(side, e, call_of(&callers, e), &pins);
	}
	*ret = pins;
}

/* Whether the call, just recorded, pinned pages of a buffer: the next pin of its thread tells. */
static bool pinned_any(const struct record *record, const struct record_event *call,
	const struct side *side)
{
	const struct record_query pins = {.kind = RECORD_PIN,
		.tid = call->tid,
		.from = side->region.address,
		.bytes = side->region.length_bytes};
	const struct record_event *pin = record_next(record, &pins, call);

	return pin && pin->time_ns <= call->call.end_ns;
}

size_t nr_granted(const struct act *act, unsigned long request, enum moment after,
	enum moment before)
{
	const struct record *record =
		expect_record(&act->run, RECORD_CALLS | RECORD_PINS);
	const struct record_query granted = {.kind = RECORD_CALL,
		.nr = SYS_ioctl,
		.pid = stage_main_pid(act->run.stage),
		.succeeded = true,
		.after = act->run.moments[after],
		.before = act->run.moments[before]};
	const struct look *look = look_of(act, before);
	size_t nr = 0;

	for (const struct record_event *e = NULL; (e = record_next(record, &granted, e));)
		if (is_request(e, request) &&
			(request != PAGE_PIN_PIN ||
				pinned_any(record, e, &look->pinned) ||
				pinned_any(record, e, &look->control)))
			nr++;
	return nr;
}

void last_call(const struct act *act, const struct side *side, enum moment after,
	enum moment before, char ret[RECORD_WORDS_BYTES])
{
	struct record_query query = {.kind = RECORD_CALL,
		.nr = SYS_ioctl,
		.pid = side->region.pid,
		.after = act->run.moments[after],
		.before = act->run.moments[before]};
	const struct record_event *last = record_last(act->run.record, &query);
	const char *request = NULL;

	if (!last) {
		query.nr = 0;
		query.from = side->region.address;
		query.bytes = side->region.length_bytes;
		last = record_last(act->run.record, &query);
	}
	if (!last) {
		snprintf(ret, RECORD_WORDS_BYTES, "no call that would do it");
		return;
	}
	if (is_request(last, PAGE_PIN_PIN))
		request = "PAGE_PIN_PIN";
	if (is_request(last, PAGE_PIN_UNPIN))
		request = "PAGE_PIN_UNPIN";
	if (request && last->call.returned)
		snprintf(ret, RECORD_WORDS_BYTES, "ioctl(%s) %s%s", request,
			last->call.result < 0 ? "failed: " : "was granted",
			last->call.result < 0 ? strerrorname_np((int)-last->call.result)
					      : "");
	else
		record_words(last, ret, RECORD_WORDS_BYTES);
}
