/* SPDX-License-Identifier: MIT */
/* What happened, put together from the kernel's events; see record.h. */
#include "record.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "kin.h"
#include "record_build.h"
#include "common/kernel/page.h"

#define MAX_MOMENTS 64
#define NAME_BYTES 64
#define GFP_ZERO 0x100
/* Pages on their way: migrate_pages() takes 512 at a time, in each process that maps them. */
#define MAX_MOVING 4096

struct moving {
	pid_t mover;
	uint64_t address, pfn;
};

/* A text that events point to. */
struct word {
	struct word *next;
	char text[];
};

struct record {
	unsigned groups;
	struct record_event *events;
	size_t nr, nr_room;
	struct kin kin;
	pid_t main_pid;
	bool begun; /* main has become the program */
	struct word *words;
	char moments[MAX_MOMENTS][NAME_BYTES];
	unsigned nr_moments;
	struct moving moving[MAX_MOVING];
	size_t nr_moving;
};

int record_create(unsigned groups, struct record **ret)
{
	struct record *record = calloc(1, sizeof(*record));

	if (!record)
		return -ENOMEM;
	record->groups = groups;
	*ret = record;
	return 0;
}

void record_free(struct record *record)
{
	if (!record)
		return;
	kin_free(&record->kin);
	while (record->words) {
		struct word *next = record->words->next;

		free(record->words);
		record->words = next;
	}
	free(record->events);
	free(record);
}

int record_begin(struct record *record, pid_t main_pid)
{
	struct kin_task *task;

	record->main_pid = main_pid;
	return kin_found(&record->kin, main_pid, &task);
}

int record_moment(struct record *record, const char *checkpoint)
{
	if (record->nr_moments == MAX_MOMENTS)
		return 0;
	strncpy(record->moments[record->nr_moments++], checkpoint, NAME_BYTES - 1);
	return 0;
}

/* One copy of each text, printable: it will be shown on somebody's terminal. */
static int keep_word(struct record *record, const char *text, const char **ret)
{
	size_t length = strlen(text);
	struct word *word = malloc(sizeof(*word) + length + 1);

	if (!word)
		return -ENOMEM;
	for (size_t i = 0; i < length; i++)
		word->text[i] = text[i] < ' ' || text[i] > '~' ? '?' : text[i];
	word->text[length] = '\0';
	for (struct word *w = record->words; w; w = w->next)
		if (!strcmp(w->text, word->text)) {
			free(word);
			*ret = w->text;
			return 0;
		}
	word->next = record->words;
	record->words = word;
	*ret = word->text;
	return 0;
}

/* What all events have. */
struct stamp {
	struct kin_task *task; /* NULL: not of this program */
	pid_t tid;
	uint64_t time_ns;
	unsigned cpu;
};

static int add(struct record *record, const struct stamp *stamp,
	const struct record_event *event)
{
	struct record_event *made;

	if (record->nr == record->nr_room) {
		size_t nr_room = record->nr_room ? 2 * record->nr_room : 1024;
		struct record_event *events =
			realloc(record->events, nr_room * sizeof(*events));

		if (!events)
			return -ENOMEM;
		record->events = events;
		record->nr_room = nr_room;
	}
	made = &record->events[record->nr++];
	*made = *event;
	made->moment = record->nr_moments;
	made->cpu = stamp->cpu;
	made->time_ns = stamp->time_ns;
	made->tid = stamp->tid;
	made->pid = stamp->task ? stamp->task->pid : 0;
	made->comm = stamp->task ? stamp->task->comm : "";
	return 0;
}

/* The event that the task is in the middle of, by its number from 1. */
static struct record_event *event_of(struct record *record, size_t number)
{
	return number ? &record->events[number - 1] : NULL;
}

static int take_enter(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_CALL, .call.path = ""};
	int err;

	event.call.nr = (long)values->number[0];
	event.call.memory_pid = stamp->task->memory_pid;
	memcpy(event.call.args, values->number + 1, sizeof(event.call.args));
	err = add(record, stamp, &event);
	stamp->task->open_call = err ? 0 : record->nr;
	return err;
}

static void end_call(const struct stamp *stamp, int64_t result, struct record_call *call)
{
	call->result = result;
	call->returned = true;
	call->end_ns = stamp->time_ns;
}

/* A child returns from clone() as well, which it never called. */
static int take_exit(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_call);

	stamp->task->open_call = 0;
	if (!event || event->call.nr != (long)values->number[0])
		return 0;
	end_call(stamp, (int64_t)values->number[1], &event->call);
	return 0;
}

/* Advice that the kernel was asked for, by whatever call; madvise(2) itself is there already. A
 * worker of io_uring begins without a word, and is known by whose memory it is for. */
static int take_advise(
	struct record *record, struct stamp *stamp, const struct layout_values *values)
{
	struct record_event event = {
		.kind = RECORD_CALL, .call = {.nr = SYS_madvise, .path = ""}};
	const struct kin_task *owner =
		kin_find(&record->kin, kin_memory(&record->kin, values->number[0]));
	const struct record_event *call;
	int err = 0;

	if (!stamp->task && owner)
		err = kin_add(&record->kin, owner, stamp->tid, CLONE_VM | CLONE_THREAD,
			&stamp->task);
	if (err || !stamp->task)
		return err;
	call = event_of(record, stamp->task->open_call);
	if (call && call->call.nr == SYS_madvise)
		return 0;
	event.call.memory_pid = stamp->task->memory_pid;
	memcpy(event.call.args, values->number + 1, 3 * sizeof(event.call.args[0]));
	err = add(record, stamp, &event);
	stamp->task->open_advice = err ? 0 : record->nr;
	return err;
}

static int take_advise_end(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_advice);

	stamp->task->open_advice = 0;
	if (event)
		end_call(stamp, (int64_t)values->number[0], &event->call);
	return 0;
}

static int take_open(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_call);

	return event ? keep_word(record, values->text, &event->call.path) : 0;
}

static int take_resize(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_call);

	if (event)
		event->call.nr_huge_asked = values->number[0];
	return 0;
}

static int take_set(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_call);

	if (event) {
		event->call.has_set = true;
		event->call.set = values->number[0];
	}
	return 0;
}

static int take_new_task(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_TASK};
	struct kin_task *made;
	int err;

	event.task.child = (pid_t)values->number[0];
	event.task.clone_flags = values->number[1];
	err = kin_add(&record->kin, stamp->task, event.task.child, event.task.clone_flags,
		&made);
	return err ? err : add(record, stamp, &event);
}

static int take_exec(
	struct record *record, struct stamp *stamp, const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_EXEC};
	int err = kin_exec(&record->kin, (pid_t)values->number[0],
		(pid_t)values->number[1], &stamp->task);

	if (err || !stamp->task)
		return err;
	if (stamp->task->pid == record->main_pid)
		record->begun = true;
	return record->begun ? add(record, stamp, &event) : 0;
}

static int take_fault(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_FAULT};
	struct record_event *failed = event_of(record, stamp->task->failed_fault);
	struct record_fault *fault = &event.fault;
	uint64_t regs = values->number[1], mm = values->number[2];
	int err;

	fault->address = values->number[0];
	fault->flags = (uint32_t)values->number[3];
	fault->write = fault->flags & RECORD_FAULT_WRITE;
	fault->by = fault->flags & RECORD_FAULT_USER ? RECORD_BY_ACCESS
		    : regs			     ? RECORD_BY_KERNEL
						     : RECORD_BY_GUP;
	if (fault->by != RECORD_BY_GUP)
		stamp->task->mm = mm;
	fault->memory_pid = mm == stamp->task->mm ? stamp->task->memory_pid
						  : kin_memory(&record->kin, mm);
	/* The kernel gave up half way, for want of a lock, and begins again. */
	if (failed && failed->fault.address == fault->address) {
		failed->fault.flags = fault->flags;
		stamp->task->open_fault = stamp->task->failed_fault;
		stamp->task->failed_fault = 0;
		return 0;
	}
	err = add(record, stamp, &event);
	stamp->task->open_fault = err ? 0 : record->nr;
	stamp->task->failed_fault = 0;
	return err;
}

static int take_fault_end(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_fault);

	if (!event)
		return 0;
	event->fault.result = (uint32_t)values->number[0];
	if (event->fault.result & RECORD_FAULT_RETRY)
		stamp->task->failed_fault = stamp->task->open_fault;
	stamp->task->open_fault = 0;
	return 0;
}

static int take_alloc(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_fault);

	if (!event)
		return 0;
	event->fault.pfn = values->number[0];
	event->fault.order = (unsigned)values->number[1];
	event->fault.gave = values->number[2] & GFP_ZERO || event->fault.order
				    ? RECORD_GAVE_ZEROED
				    : RECORD_GAVE_COPY;
	return 0;
}

static int take_pin(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_PIN};
	int err;

	event.pin.address = values->number[0];
	event.pin.nr_pages = values->number[1];
	event.pin.flags = (uint32_t)values->number[2];
	err = add(record, stamp, &event);
	stamp->task->open_pin = err ? 0 : record->nr;
	return err;
}

static int take_pin_end(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event *event = event_of(record, stamp->task->open_pin);

	stamp->task->open_pin = 0;
	if (!event)
		return 0;
	event->pin.result = (int64_t)values->number[0];
	event->pin.returned = true;
	return 0;
}

#define PFN_MASK 0xfffffffff

static uint64_t pfn_of_entry(uint64_t pte)
{
	return pte >> 12 & PFN_MASK;
}

/*
 * An entry that says where a page that moves was has a type and the PFN:
 *
 *	6.1	type in bits 3-7, PFN from bit 8 on
 *	6.12	type in bits 6-10, PFN from bit 12 on
 *
 * Types of such entries are three in a row, from 24 or 28 on: their upper two bits are set, and
 * of the lower two never both. So bits 6 and 7 tell which it is.
 *
 * Source: arch/arm64/include/asm/pgtable.h, include/linux/swap.h.
 */
static uint64_t pfn_of_moving(uint64_t pte)
{
#ifdef __aarch64__
	return pte >> ((pte >> 6 & 3) == 3 ? 8 : 12) & PFN_MASK;
#else
	(void)pte;
	return 0;
#endif
}

static void take_unmap(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	if (record->nr_moving < MAX_MOVING)
		record->moving[record->nr_moving++] = (struct moving){
			stamp->tid, values->number[0], pfn_of_moving(values->number[1])};
}

static int take_map(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_MOVE};

	event.move.address = values->number[0];
	event.move.to_pfn = pfn_of_entry(values->number[1]);
	event.move.order = (unsigned)values->number[2];
	for (size_t i = 0; i < record->nr_moving; i++) {
		struct moving *moving = &record->moving[i];

		if (moving->mover != stamp->tid || moving->address != event.move.address)
			continue;
		event.move.from_pfn = moving->pfn;
		memmove(moving, moving + 1, (--record->nr_moving - i) * sizeof(*moving));
		break;
	}
	return add(record, stamp, &event);
}

static int take_migrated(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_MIGRATED};

	event.migrated.nr_succeeded = values->number[0];
	event.migrated.nr_failed = values->number[1];
	event.migrated.reason = (unsigned)values->number[3];
	return add(record, stamp, &event);
}

static int take_merge(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	struct record_event event = {.kind = RECORD_MERGE};

	/* KSM keeps flags and a count in the lower bits. */
	event.merge.address = values->number[0] & ~(uint64_t)(page_size_bytes() - 1);
	event.merge.memory_pid = kin_memory(&record->kin, values->number[1]);
	return add(record, stamp, &event);
}

/* Those that are the machine's. */
static int take_of_all(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	switch (values->event) {
	case LAYOUT_UNMAP_TO_MOVE:
		take_unmap(record, stamp, values);
		return 0;
	case LAYOUT_MAP_MOVED:
		return take_map(record, stamp, values);
	case LAYOUT_MIGRATED:
		return take_migrated(record, stamp, values);
	case LAYOUT_MERGE:
		return take_merge(record, stamp, values);
	default:
		return 0;
	}
}

static int take_of_task(struct record *record, const struct stamp *stamp,
	const struct layout_values *values)
{
	switch (values->event) {
	case LAYOUT_ENTER:
		return take_enter(record, stamp, values);
	case LAYOUT_EXIT:
		return take_exit(record, stamp, values);
	case LAYOUT_OPEN:
		return take_open(record, stamp, values);
	case LAYOUT_RESIZE:
		return take_resize(record, stamp, values);
	case LAYOUT_SET:
		return take_set(record, stamp, values);
	case LAYOUT_NEW_TASK:
		return take_new_task(record, stamp, values);
	case LAYOUT_FAULT:
		return take_fault(record, stamp, values);
	case LAYOUT_FAULT_END:
		return take_fault_end(record, stamp, values);
	case LAYOUT_ALLOC:
		return take_alloc(record, stamp, values);
	case LAYOUT_PIN:
		return take_pin(record, stamp, values);
	case LAYOUT_PIN_END:
		return take_pin_end(record, stamp, values);
	case LAYOUT_ADVISE_END:
		return take_advise_end(record, stamp, values);
	case LAYOUT_TASK_END:
		stamp->task->ended = true;
		return add(record, stamp, &(struct record_event){.kind = RECORD_END});
	default:
		return take_of_all(record, stamp, values);
	}
}

/* What another record has had switched on is recorded still. */
static bool is_wanted(const struct record *record, enum layout_event event)
{
	switch (event) {
	case LAYOUT_ENTER:
	case LAYOUT_EXIT:
		return record->groups & (RECORD_CALLS | RECORD_FILES | RECORD_LOCKS);
	case LAYOUT_OPEN:
	case LAYOUT_RESIZE:
		return record->groups & RECORD_FILES;
	case LAYOUT_FAULT:
		return record->groups & (RECORD_FAULTS | RECORD_COPIES | RECORD_TOUCHES);
	case LAYOUT_FAULT_END:
		return record->groups & (RECORD_FAULTS | RECORD_COPIES);
	case LAYOUT_ALLOC:
		return record->groups & RECORD_COPIES;
	case LAYOUT_UNMAP_TO_MOVE:
	case LAYOUT_MAP_MOVED:
	case LAYOUT_MIGRATED:
		return record->groups & RECORD_MOVES;
	case LAYOUT_MERGE:
		return record->groups & RECORD_MERGES;
	case LAYOUT_PIN:
	case LAYOUT_PIN_END:
		return record->groups & RECORD_PINS;
	case LAYOUT_ADVISE:
	case LAYOUT_ADVISE_END:
	case LAYOUT_SET:
		return record->groups & RECORD_CALLS;
	default:
		return true;
	}
}

/* Who starts a thread of the kernel gives it its name: it is not always the caller's own. */
static int take_name(struct record *record, const struct layout_values *values)
{
	struct kin_task *task = kin_find(&record->kin, (pid_t)values->number[0]);

	return task ? keep_word(record, values->text, &task->comm) : 0;
}

int record_take(struct record *record, const struct layout_values *values,
	uint64_t time_ns, unsigned cpu)
{
	struct stamp stamp = {.task = kin_find(&record->kin, values->tid),
		.tid = values->tid,
		.time_ns = time_ns,
		.cpu = cpu};

	if (values->event == LAYOUT_EXEC)
		return take_exec(record, &stamp, values);
	if (values->event == LAYOUT_RENAME)
		return take_name(record, values);
	if (!record->begun || !is_wanted(record, values->event))
		return 0;
	if (values->event == LAYOUT_ADVISE)
		return take_advise(record, &stamp, values);
	return stamp.task ? take_of_task(record, &stamp, values)
			  : take_of_all(record, &stamp, values);
}

bool record_has(const struct record *record, unsigned groups)
{
	return (record->groups & groups) == groups;
}

/* Which of its arguments are an address and a length; false: none. */
static bool range_of(
	const struct record_call *call, uint64_t *ret_from, uint64_t *ret_bytes)
{
	switch (call->nr) {
	case SYS_mmap:
		*ret_from = call->returned && call->result > 0 ? (uint64_t)call->result
							       : call->args[0];
		*ret_bytes = call->args[1];
		return true;
	case SYS_munmap:
	case SYS_mremap:
	case SYS_madvise:
	case SYS_mprotect:
	case SYS_mbind:
	case SYS_mlock:
	case SYS_mlock2:
	case SYS_munlock:
	case SYS_msync:
	case SYS_mincore:
		*ret_from = call->args[0];
		*ret_bytes = call->args[1];
		return true;
	default:
		return false;
	}
}

static bool touches(const struct record_event *event, uint64_t from, uint64_t bytes,
	uint64_t page_bytes)
{
	uint64_t at = 0, length = page_bytes;

	switch (event->kind) {
	case RECORD_CALL:
		if (!range_of(&event->call, &at, &length))
			return false;
		break;
	case RECORD_FAULT:
		at = event->fault.address & ~(page_bytes - 1);
		break;
	case RECORD_MOVE:
		at = event->move.address;
		length = page_bytes << event->move.order;
		break;
	case RECORD_MERGE:
		at = event->merge.address;
		break;
	case RECORD_PIN:
		at = event->pin.address;
		length = event->pin.nr_pages * page_bytes;
		break;
	default:
		return false;
	}
	return at < from + bytes && from < at + length;
}

bool record_touches(const struct record_event *event, uint64_t from, uint64_t bytes)
{
	return touches(event, from, bytes, page_size_bytes());
}

bool record_is_write(long nr)
{
	return nr == SYS_write || nr == SYS_writev || nr == SYS_pwrite64 ||
	       nr == SYS_pwritev || nr == SYS_pwritev2 || nr == SYS_sendfile;
}

bool record_is_read(long nr)
{
	return nr == SYS_read || nr == SYS_readv || nr == SYS_pread64 ||
	       nr == SYS_preadv || nr == SYS_preadv2 || nr == SYS_sendfile;
}

static bool fits_kind(const struct record_event *event, const struct record_query *query)
{
	switch (event->kind) {
	case RECORD_CALL:
		if (query->nr && event->call.nr != query->nr)
			return false;
		if (query->memory_pid && event->call.memory_pid != query->memory_pid)
			return false;
		if (query->failed && (!event->call.returned || event->call.result >= 0))
			return false;
		return !query->succeeded ||
		       (event->call.returned && event->call.result >= 0);
	case RECORD_FAULT:
		if (query->memory_pid && event->fault.memory_pid != query->memory_pid)
			return false;
		if (query->write && !event->fault.write)
			return false;
		return !query->access || event->fault.by == RECORD_BY_ACCESS;
	case RECORD_MERGE:
		return !query->memory_pid || event->merge.memory_pid == query->memory_pid;
	default:
		return true;
	}
}

/* The number of moments up to and with that checkpoint; `unknown` if it was not looked at. */
static unsigned moments_to(
	const struct record *record, const char *checkpoint, unsigned unknown)
{
	for (unsigned i = 0; i < record->nr_moments; i++)
		if (record->moments[i][0] == checkpoint[0] &&
			!strcmp(record->moments[i], checkpoint))
			return i + 1;
	return unknown;
}

/* The first event that is of that moment or of a later one: they are in order. */
static size_t find_moment(const struct record *record, unsigned moment)
{
	size_t low = 0, high = record->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (record->events[middle].moment < moment)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct record_event *record_next(const struct record *record,
	const struct record_query *query, const struct record_event *event)
{
	uint64_t page_bytes = page_size_bytes();
	unsigned first = 0, last = UINT32_MAX;
	size_t i;

	if (query->after)
		first = moments_to(record, query->after, UINT32_MAX);
	if (query->before)
		last = moments_to(record, query->before, UINT32_MAX) - 1;
	if (event && event->moment >= first)
		i = (size_t)(event - record->events) + 1;
	else
		i = find_moment(record, first);
	for (; i < record->nr && record->events[i].moment <= last; i++) {
		const struct record_event *e = &record->events[i];

		if ((query->kind && e->kind != query->kind) ||
			(query->pid && e->pid != query->pid) ||
			(query->tid && e->tid != query->tid) ||
			(query->bytes &&
				!touches(e, query->from, query->bytes, page_bytes)) ||
			!fits_kind(e, query))
			continue;
		return e;
	}
	return NULL;
}

const struct record_event *record_last(
	const struct record *record, const struct record_query *query)
{
	const struct record_event *last = NULL;

	for (const struct record_event *e = NULL; (e = record_next(record, query, e));)
		last = e;
	return last;
}

const struct record_event *record_born(const struct record *record, pid_t tid)
{
	const struct record_query begins = {.kind = RECORD_TASK};
	const struct record_event *e = NULL;

	while ((e = record_next(record, &begins, e)) && e->task.child != tid)
		;
	return e;
}

size_t record_count(const struct record *record, const struct record_query *query)
{
	size_t nr = 0;

	for (const struct record_event *e = NULL; (e = record_next(record, query, e));)
		nr++;
	return nr;
}

unsigned record_reason_of(const struct record *record, const struct record_event *move)
{
	const struct record_query batches = {
		.kind = RECORD_MIGRATED, .pid = move->pid, .tid = move->tid};
	const struct record_event *batch = record_next(record, &batches, move);

	return batch ? batch->migrated.reason : UINT32_MAX;
}

void record_count_pages(const struct record *record, const struct record_query *query,
	size_t nr_pages, uint16_t *ret_counts)
{
	uint64_t page_bytes = page_size_bytes();
	struct record_query these = *query;

	these.kind = RECORD_FAULT;
	these.bytes = nr_pages * page_bytes;
	memset(ret_counts, 0, nr_pages * sizeof(*ret_counts));
	for (const struct record_event *e = NULL; (e = record_next(record, &these, e));) {
		size_t page = (e->fault.address - query->from) / page_bytes;

		if (ret_counts[page] < UINT16_MAX)
			ret_counts[page]++;
	}
}
