/* SPDX-License-Identifier: MIT */
/* Policies and faults in the record, in the order in which they came; see check_policy.h. */
#include "check_policy.h"

#include <errno.h>
#include <inttypes.h>
#include <numaif.h>
#include <stdlib.h>
#include <sys/param.h>
#include <sys/syscall.h>

#define MODE_MASK 0x1fff /* the bits above are flags, see set_mempolicy(2) */
#define MAX_THREADS 8	 /* lab.json; of those at a time that have a policy */

/* The calls that set what is in force; NULL: there is no policy. */
struct policies {
	const struct record_event **range; /* of each page */
	const struct record_event **made;  /* under which each page was made */
	bool *was_made;
	struct {
		pid_t tid; /* 0: free */
		const struct record_event *call;
	} threads[MAX_THREADS];
};

static uint64_t mode_of(const struct record_event *call)
{
	return call->call.args[call->call.nr == SYS_mbind ? 2 : 0] & MODE_MASK;
}

static const struct record_event *thread_policy(const struct policies *p, pid_t tid)
{
	for (size_t i = 0; i < MAX_THREADS; i++)
		if (p->threads[i].tid == tid)
			return p->threads[i].call;
	return NULL;
}

/* NULL forgets the thread. */
static void set_thread_policy(
	struct policies *p, pid_t tid, const struct record_event *call)
{
	size_t i = 0, place = MAX_THREADS;

	for (; i < MAX_THREADS && p->threads[i].tid != tid; i++)
		if (!p->threads[i].tid)
			place = i;
	if (i == MAX_THREADS)
		i = place;
	if (i == MAX_THREADS)
		return;
	p->threads[i].tid = call ? tid : 0;
	p->threads[i].call = call;
}

static void note_call(struct policies *p, const struct stage_region *region,
	const struct record_event *call)
{
	const uint64_t *args = call->call.args, page_bytes = page_size_bytes();
	uint64_t from = MAX(args[0], region->address);
	uint64_t end = MIN(args[0] + args[1], region->address + region->length_bytes);

	if (!call->call.returned || call->call.result < 0)
		return;
	if (call->call.nr == SYS_set_mempolicy)
		set_thread_policy(
			p, call->tid, mode_of(call) == MPOL_DEFAULT ? NULL : call);
	if (call->call.nr != SYS_mbind || call->pid != region->pid)
		return;
	for (uint64_t at = from; at < end; at += page_bytes)
		p->range[(at - region->address) / page_bytes] =
			mode_of(call) == MPOL_DEFAULT ? NULL : call;
}

static void note_fault(struct policies *p, const struct stage_region *region,
	const struct record_event *ev)
{
	const uint64_t address = ev->fault.address;
	size_t page = (address - region->address) / page_size_bytes();

	if (!ev->fault.write || ev->fault.memory_pid != region->pid ||
		address < region->address ||
		address >= region->address + region->length_bytes)
		return;
	p->was_made[page] = true;
	p->made[page] = p->range[page] ? p->range[page] : thread_policy(p, ev->tid);
}

static void note(struct policies *p, const struct stage_region *region,
	const struct record_event *ev)
{
	switch (ev->kind) {
	case RECORD_CALL:
		note_call(p, region, ev);
		break;
	case RECORD_FAULT:
		note_fault(p, region, ev);
		break;
	case RECORD_TASK:
		set_thread_policy(p, ev->task.child, thread_policy(p, ev->tid));
		break;
	case RECORD_END:
		set_thread_policy(p, ev->tid, NULL);
		break;
	default:
		break;
	}
}

/* The nodes that the call named, where they are known. */
static bool names(const struct record_event *call, unsigned node)
{
	return !call->call.has_set || call->call.set == UINT64_C(1) << node;
}

void expect_made_bound(const struct performance *run, const struct stage_region *region,
	unsigned node, const char *before)
{
	const struct record *record = expect_record(run, RECORD_CALLS | RECORD_TOUCHES);
	const struct record_query all = {.kind = RECORD_ANY, .before = before};
	const size_t nr_pages = region->length_bytes / page_size_bytes();
	struct policies p = {
		.range = evidence_keep(calloc(nr_pages, sizeof(*p.range))),
		.made = evidence_keep(calloc(nr_pages, sizeof(*p.made))),
		.was_made = evidence_keep(calloc(nr_pages, sizeof(*p.was_made))),
	};

	if (!p.range || !p.made || !p.was_made)
		claim_broken(-ENOMEM, "the policies of all pages");
	for (const struct record_event *ev = NULL; (ev = record_next(record, &all, ev));)
		note(&p, region, ev);
	for (size_t i = 0; i < nr_pages; i++) {
		char words[RECORD_WORDS_BYTES] = "no policy when it was made", wanted[40];

		claim_where("page %zu of %s", i, region->name);
		if (p.made[i] && mode_of(p.made[i]) == MPOL_BIND) {
			snprintf(wanted, sizeof(wanted), "MPOL_BIND to node %u alone",
				node);
			if (!names(p.made[i], node))
				claim_fail(wanted, "to the nodes 0x%" PRIx64,
					p.made[i]->call.set);
			continue;
		}
		if (p.made[i])
			record_words(p.made[i], words, sizeof(words));
		claim_fail("a page made under MPOL_BIND, by mbind() or set_mempolicy()",
			"%s", p.was_made[i] ? words : "no fault that made it");
	}
}
