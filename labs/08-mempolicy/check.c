/* SPDX-License-Identifier: MIT */
/*
 * Lab 08, the checker: at ten moments it looks where the pages of a region are (PFN,
 * zone, node) and what numa_maps calls the policy; at the last one also at each thread's
 * CPUs. A thread's policy is what its own numa_maps says of memory without a policy.
 */
#include <errno.h>
#include <inttypes.h>
#include <numa.h>
#include <numaif.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "check.h"

#define MAX_PAGES 257
#define MOVE_FLAGS (MPOL_MF_MOVE | MPOL_MF_MOVE_ALL)

enum { BIND, PREFER, SPREAD, LOCAL, RANGE, UNMOVED, MOVED, REFUSED, PARTLY, HOSTED };

static const char *const moments[] = {"bind", "preferred", "interleave", "local", "range",
	"unmoved", "moved", "refused", "partly", "hosted", NULL};

/* The region that is looked at then. */
static const char *const regions[] = {"bind", "preferred", "interleave", "local", "range",
	"moved", "moved", "bind", "partly"};

/* What numa_maps calls the policies of the first four moments; the node follows a colon. */
static const char *const policies[] = {"bind:", "prefer:", "interleave:0-1", "local"};

/* Of the last moment: older than the host policy, the one that set it, made later. */
static const char *const threads[] = {"sibling", "host", "later"};
#define NR_THREADS 3

struct look {
	struct stage_region where;
	pid_t tid; /* whose policy is looked at */
	struct view view;
	int nodes[MAX_PAGES];		/* -1: not in memory */
	uint64_t stamps[MAX_PAGES];	/* of the region that moves */
	struct numa_map region, thread; /* the policies of both */
	cpu_set_t cpus;			/* of the thread */
};

struct evidence {
	struct performance run;
	struct placement_zones zones;
	size_t nr_pages;
	int cpu, home, away; /* away: -1 where there are not two nodes */
	cpu_set_t home_cpu, away_cpus;
	struct look at[HOSTED + NR_THREADS]; /* the moments, then the threads */
};

/* A region, and thread tid: the first region has no policy of its own, so that its line
 * names the thread's. */
static int look_at_both(const struct evidence *e, const struct performance *run,
	const char *name, pid_t tid, struct look *ret)
{
	struct stage_region region = {0}, plain;
	int err = view_main_region(run->stage, name, &region);

	if (!err)
		err = view_main_region(run->stage, regions[BIND], &plain);
	ret->where = region;
	ret->tid = tid;
	if (!err)
		err = view_take(&region, e->nr_pages, &ret->view);
	if (!err)
		err = placement_nodes(&e->zones, ret->view.pfns, e->nr_pages, ret->nodes);
	if (!err)
		err = numa_maps_read(tid, region.address, &ret->region);
	if (!err)
		err = numa_maps_read(tid, plain.address, &ret->thread);
	if (!err)
		err = affinity_read(tid, &ret->cpus);
	if (!err && !strcmp(name, "moved"))
		err = view_stamps(&region, e->nr_pages, ret->stamps);
	return err;
}

static int look_at_threads(struct evidence *e, const struct performance *run)
{
	pid_t tid, main_pid = stage_main_pid(run->stage);
	int err = 0;

	for (int i = 0; i < NR_THREADS && !err; i++) {
		err = thread_find_oldest(main_pid, threads[i], &tid);
		if (!err)
			err = look_at_both(e, run, threads[i], tid, &e->at[HOSTED + i]);
	}
	return err;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;

	if (moment == HOSTED)
		return look_at_threads(e, run);
	return look_at_both(
		e, run, regions[moment], stage_main_pid(run->stage), &e->at[moment]);
}

/* Which nodes and CPUs the program's CPU makes home and away. */
static int look_at_nodes(struct evidence *e)
{
	char path[64];
	int err;

	e->away = -1;
	if (numa_available() < 0 || numa_max_node() != 1)
		return 0;
	e->home = numa_node_of_cpu(e->cpu);
	e->away = !e->home;
	CPU_SET(e->cpu, &e->home_cpu);
	snprintf(path, sizeof(path), "/sys/devices/system/node/node%d/cpulist", e->away);
	err = cpulist_read(path, &e->away_cpus);
	return err ? err : placement_read_zones(&e->zones);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->nr_pages = drawn_size(config, "pages");
	e->cpu = drawn_size(config, "cpu");
	err = look_at_nodes(e);
	if (!err && e->away < 0)
		return claims_skip("the lab needs a machine with two memory nodes");
	return err ? err : perform(config, moments, look, e, &e->run);
}

/* Every `step`th page from `first` on, up to `end`. */
static void expect_on(int node, const char *region, const struct look *look, size_t first,
	size_t end, size_t step)
{
	for (size_t i = first; i < end; i += step) {
		claim_where("page %zu of %s", i, region);
		expect_true(look->nodes[i] >= 0, "a page in memory", "none");
		expect_equal("node", node, look->nodes[i]);
	}
}

/* A name that ends with a colon is followed by the node. */
static void expect_policy(const struct numa_map *map, const char *name, int node)
{
	bool with_node = name[strlen(name) - 1] == ':';
	char expected[NUMA_MAPS_POLICY_SIZE];

	snprintf(expected, sizeof(expected), with_node ? "%s%d" : "%s", name, node);
	expect_true(!strcmp(map->policy, expected), expected, "%s", map->policy);
}

/* ---- by what calls ---- */

static struct record_query of_region(const struct look *look, int moment)
{
	return (struct record_query){.from = look->where.address,
		.bytes = look->where.length_bytes,
		.after = moment ? moments[moment - 1] : NULL,
		.before = moments[moment]};
}

/* The last call of that kind until the moment; NULL: none. */
static const struct record_event *last_call(
	const struct record *record, struct record_query query, long nr)
{
	query.kind = RECORD_CALL;
	query.nr = nr;
	return record_last(record, &query);
}

/* Nothing but the named means moved pages meanwhile: none of these calls succeeded. */
static void expect_no_other_move(const struct evidence *e, int moment)
{
	static const long calls[] = {SYS_move_pages, SYS_migrate_pages};
	const struct record *record = expect_record(&e->run, RECORD_CALLS);
	const struct record_query query = {.after = moment ? moments[moment - 1] : NULL,
		.before = moments[moment],
		.succeeded = true};
	char words[RECORD_WORDS_BYTES];

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		const struct record_event *ev = last_call(record, query, calls[i]);

		if (ev && (calls[i] == SYS_migrate_pages || ev->call.args[3])) {
			record_words(ev, words, sizeof(words));
			expect_true(false, "no page moved by hand", "%s", words);
		}
	}
}

/* The call that mapped the region: memory that was there before is none of it. */
static const struct record_event *mapping_of(
	const struct record *record, struct record_query region)
{
	const struct record_event *mapped = NULL;

	region.kind = RECORD_CALL;
	region.nr = SYS_mmap;
	region.succeeded = true;
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &region, ev));)
		if ((uint64_t)ev->call.result <= region.from &&
			(uint64_t)ev->call.result + ev->call.args[1] >=
				region.from + region.bytes)
			mapped = ev;
	return mapped;
}

/* The region itself had no policy, which would beat the thread's. */
static void expect_no_policy_of_its_own(
	const struct record *record, struct record_query region)
{
	const struct record_event *ev;
	char words[RECORD_WORDS_BYTES];

	region.after = NULL;
	ev = mapping_of(record, region);
	region.kind = RECORD_CALL;
	region.nr = SYS_mbind;
	region.succeeded = true;
	ev = record_next(record, &region, ev);
	if (ev)
		record_words(ev, words, sizeof(words));
	expect_true(!ev, "no policy of the memory itself", "%s", words);
}

/* No other memory was put there since. */
static void expect_same_memory(const struct record *record, const struct look *look,
	struct record_query query, const struct record_event *fault)
{
	static const long calls[] = {SYS_mmap, SYS_mremap};
	char words[RECORD_WORDS_BYTES];

	query.kind = RECORD_CALL;
	query.from = query.bytes = 0;
	query.memory_pid = fault->fault.memory_pid;
	query.succeeded = true;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		query.nr = calls[i];
		for (const struct record_event *ev = fault;
			(ev = record_next(record, &query, ev));) {
			if ((uint64_t)ev->call.result - look->where.address >=
				look->where.length_bytes)
				continue;
			record_words(ev, words, sizeof(words));
			expect_true(false, "the memory that was written", "%s", words);
		}
	}
}

/* The thread itself wrote each page first, and the pages are still there. Returns the first of its
 * faults. */
static const struct record_event *expect_written(
	const struct evidence *e, const struct look *look, int moment)
{
	const struct record *record =
		expect_record(&e->run, RECORD_CALLS | RECORD_FAULTS);
	struct record_query query = of_region(look, moment);
	const struct record_event *first;
	uint16_t counts[MAX_PAGES];

	query.kind = RECORD_FAULT;
	query.write = true;
	query.memory_pid = stage_main_pid(e->run.stage);
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));)
		expect_true(ev->tid == look->tid, "writes by the thread itself",
			"one by another thread");
	first = record_next(record, &query, NULL);
	expect_true(first, "a write to its pages", "none");
	record_count_pages(record, &query, e->nr_pages, counts);
	for (size_t i = 0; i < e->nr_pages; i++)
		expect_true(counts[i], "a write to each of its pages",
			"page %zu is there, and was not written there", i);
	expect_same_memory(record, look, of_region(look, moment), first);
	return first;
}

/* The thread had its policy before it first wrote to the region. */
static void expect_policy_first(
	const struct evidence *e, const struct look *look, int moment)
{
	const struct record *record =
		expect_record(&e->run, RECORD_CALLS | RECORD_FAULTS);
	struct record_query query = of_region(look, moment);
	const struct record_event *set, *fault;

	fault = expect_written(e, look, moment);
	query.from = query.bytes = 0;
	query.tid = look->tid;
	query.succeeded = true;
	set = last_call(record, query, SYS_set_mempolicy);
	expect_true(set, "a policy set by set_mempolicy()", "none");
	expect_true(set->time_ns < fault->time_ns, "a policy, then the first write",
		"the first write, then the policy");
}

/* It had it, and nothing else decided where the pages are. */
static void expect_policy_alone(const struct evidence *e, int moment)
{
	const struct look *look = look_of(e, moment);

	claim_where("%s, before “%s”", regions[moment], moments[moment]);
	expect_no_policy_of_its_own(
		expect_record(&e->run, RECORD_CALLS), of_region(look, moment));
	expect_policy_first(e, look, moment);
	expect_no_other_move(e, moment);
}

/* Without a policy, the pages are where they are by chance. */
static void expect_policies_granted(const struct evidence *e)
{
	const struct record *record = expect_record(&e->run, RECORD_CALLS);

	for (int moment = BIND; moment <= LOCAL; moment++) {
		struct record_query query = of_region(look_of(e, moment), moment);

		query.from = query.bytes = 0;
		query.tid = look_of(e, moment)->tid;
		claim_where("%s, before “%s”", regions[moment], moments[moment]);
		expect_granted(record, &query, SYS_set_mempolicy,
			"set_mempolicy() with success");
	}
}

/*
 * End: all pages are on the right nodes under four policies.
 * Means: the thread called set_mempolicy() before its first write to the region, and not again.
 * Other ways: a thread that runs where the page is to be, and a policy only for the look (the
 * order of call and first fault); another thread, with another policy, that writes (who took the
 * faults); memory that was written elsewhere (each page has a fault; no mremap() afterwards); mbind() of
 * the region; move_pages() or migrate_pages() (calls).
 */
static void pages_lie_where_the_threads_policy_says(void **state)
{
	const struct evidence *e = *state;
	const struct look *spread = look_of(e, SPREAD), *local = look_of(e, LOCAL);

	expect_policies_granted(e);
	expect_on(e->away, "bind", look_of(e, BIND), 0, e->nr_pages, 1);
	expect_on(e->away, "preferred", look_of(e, PREFER), 0, e->nr_pages, 1);
	expect_on(spread->nodes[0] == 1, "interleave", spread, 0, e->nr_pages, 2);
	expect_on(spread->nodes[0] != 1, "interleave", spread, 1, e->nr_pages, 2);
	expect_on(e->home, "local", local, 0, e->nr_pages / 2, 1);
	expect_on(e->away, "local", local, e->nr_pages / 2, e->nr_pages, 1);
	for (int moment = BIND; moment <= LOCAL; moment++)
		expect_policy_alone(e, moment);
	claim_saw("all, all, every second one, and as the CPU was, of %zu", e->nr_pages);
}

/*
 * End: numa_maps names the thread's policy at each checkpoint.
 * Means: set_mempolicy() or mbind(): numa_maps does not tell them apart, but the claim before
 * does.
 * Other ways: none; only these two calls set it.
 */
static void numa_maps_names_the_threads_policy(void **state)
{
	const struct evidence *e = *state;

	for (int moment = BIND; moment <= LOCAL; moment++) {
		const struct look *look = look_of(e, moment);

		claim_where("numa_maps at the checkpoint “%s”", moments[moment]);
		expect_policy(&look->region, policies[moment], e->away);
	}
	claim_saw("bind:%d, prefer:%d, interleave:0-1, local", e->away, e->away);
}

/* No call named more than the range. */
static void expect_range_alone(const struct evidence *e, int moment)
{
	const struct record *record = expect_record(&e->run, RECORD_CALLS);
	const struct look *look = look_of(e, moment);
	struct record_query query = of_region(look, moment);
	char words[RECORD_WORDS_BYTES];

	query.kind = RECORD_CALL;
	query.nr = SYS_mbind;
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));) {
		uint64_t from = ev->call.args[0] - look->where.address;

		if (from < look->where.length_bytes &&
			ev->call.args[1] <= look->where.length_bytes - from)
			continue;
		record_words(ev, words, sizeof(words));
		expect_true(false, "mbind() of this range alone", "%s", words);
	}
}

/* No page was there when the range got its policy, and none was to be moved; the thread had its own. */
static void expect_bound_first(const struct evidence *e)
{
	const struct record *record =
		expect_record(&e->run, RECORD_CALLS | RECORD_FAULTS);
	struct record_query query = of_region(look_of(e, RANGE), RANGE);
	const struct record_event *bound = last_call(record, query, SYS_mbind), *fault;
	char words[RECORD_WORDS_BYTES];

	query.kind = RECORD_FAULT;
	fault = record_next(record, &query, NULL);
	claim_where("range, before “%s”", moments[RANGE]);
	expect_true(bound, "mbind() of the range", "none");
	expect_true(!fault || bound->time_ns < fault->time_ns,
		"mbind(), then the first write", "the first write, then mbind()");
	record_words(bound, words, sizeof(words));
	expect_true(!(bound->call.args[5] & MOVE_FLAGS),
		"flags of mbind() without MPOL_MF_MOVE", "%s", words);
	expect_range_alone(e, RANGE);
	claim_where("range, the thread's own policy");
	expect_policy_first(e, look_of(e, RANGE), RANGE);
}

/*
 * End: numa_maps shows the policies of thread and range, and the range's pages are on its node.
 * Means: mbind(), the only call that gives a range a policy, before the first write, by a thread that
 * has a policy for the other node.
 * Other ways: pages moved afterwards, by the flags of mbind() (the order of call and first
 * fault, and the flags) or by other calls (no call that moves pages); the thread has that policy only
 * afterwards, or another one writes (order of its call and its faults); memory that was written elsewhere.
 * Memory behind the range is none of it (addresses).
 */
static void a_ranges_policy_beats_the_threads(void **state)
{
	const struct evidence *e = *state;
	const struct look *range = look_of(e, RANGE);
	const struct record_query calls = of_region(range, RANGE);

	claim_where("range, before “%s”", moments[RANGE]);
	expect_granted(expect_record(&e->run, RECORD_CALLS), &calls, SYS_mbind,
		"mbind() with success");
	claim_where("numa_maps, memory without a policy of its own");
	expect_policy(&range->thread, "bind:", e->home);
	claim_where("numa_maps, range");
	expect_policy(&range->region, "bind:", e->away);
	expect_on(e->away, "range", range, 0, e->nr_pages, 1);
	expect_bound_first(e);
	expect_no_other_move(e, RANGE);
	claim_saw("thread %s, range %s: all pages on node %d", range->thread.policy,
		range->region.policy, e->away);
}

/* It is the region that was written, and mbind() moved each of its pages to the frame where it is. */
static void expect_moved_by_mbind(const struct evidence *e)
{
	const struct look *unmoved = look_of(e, UNMOVED), *is = look_of(e, MOVED);
	struct moved moved = {.record = expect_record(&e->run,
				      RECORD_CALLS | RECORD_FAULTS | RECORD_MOVES),
		.region = &unmoved->where,
		.after = moments[UNMOVED],
		.before = moments[MOVED],
		.pfns = is->view.pfns,
		.nr_pages = e->nr_pages};
	struct record_query query = of_region(unmoved, MOVED);

	claim_where("moved, from “unmoved” to “moved”");
	expect_range_alone(e, MOVED);
	expect_equal_hex("its address", unmoved->where.address, is->where.address);
	query.kind = RECORD_FAULT;
	query.write = true;
	expect_true(!record_count(moved.record, &query), "pages that nobody wrote anew",
		"%zu writes that took a fault", record_count(moved.record, &query));
	moved_find(&moved);
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of moved, from “unmoved” to “moved”", i);
		expect_moved(&moved, i, RECORD_FOR_MBIND, "a move by mbind()",
			"other memory is there now");
	}
}

/*
 * End: each page is on the other node with the contents of before, and numa_maps shows the
 * policy of the range.
 * Means: mbind() with MPOL_MF_MOVE, of the range that was written.
 * Other ways: another region under this name (its address); pages dropped and written anew (faults);
 * new memory at the old address by mremap(), move_pages() or migrate_pages() (each page's frame is the
 * one to which mbind() moved it).
 */
static void existing_pages_move_and_keep_their_contents(void **state)
{
	const struct evidence *e = *state;
	const struct look *unmoved = look_of(e, UNMOVED), *moved = look_of(e, MOVED);

	expect_on(e->home, "moved, before", unmoved, 0, e->nr_pages, 1);
	expect_on(e->away, "moved", moved, 0, e->nr_pages, 1);
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of moved", i);
		expect_equal("number in it", unmoved->stamps[i], moved->stamps[i]);
	}
	expect_moved_by_mbind(e);
	claim_where("numa_maps, moved");
	expect_policy(&moved->region, "bind:", e->away);
	claim_saw("page 0: pfn 0x%" PRIx64 " became 0x%" PRIx64 ", node %d became %d",
		unmoved->view.pfns[0], moved->view.pfns[0], e->home, e->away);
}

/* Whether the calling thread's policy was asked for, and not that of an address, or all nodes. */
static bool asks_for_policy(const struct record_event *ev)
{
	return ev->call.nr == SYS_get_mempolicy && ev->call.args[1] && !ev->call.args[4];
}

/* Whether the nodes of a call can be told at all: not in a kernel whose function cannot be probed. */
static bool tells_nodes(const struct record *record)
{
	const struct record_query query = {
		.kind = RECORD_CALL, .nr = SYS_set_mempolicy, .succeeded = true};
	const struct record_event *ev = record_next(record, &query, NULL);

	return ev && ev->call.has_set;
}

/* The last of the thread's calls that fit asked for this mode and these nodes. */
static const struct record_event *expect_asked_for(
	const struct record *record, const struct record_query *query, uint64_t nodes)
{
	const struct record_event *ev = record_last(record, query);
	char wanted[64], words[RECORD_WORDS_BYTES];

	snprintf(wanted, sizeof(wanted), "MPOL_BIND for the nodes 0x%" PRIx64, nodes);
	record_words(ev, words, sizeof(words));
	if (ev->call.args[0] != MPOL_BIND || (tells_nodes(record) && !ev->call.has_set))
		expect_true(false, wanted, "%s", words);
	expect_true(!tells_nodes(record) || ev->call.set == nodes, wanted,
		"%s, for the nodes 0x%" PRIx64, words, ev->call.set);
	return ev;
}

/* Once it was refused, the thread asked at most for the policy that it had. */
static void expect_policy_kept(const struct record *record, struct record_query query,
	const struct record_event *refused)
{
	char words[RECORD_WORDS_BYTES];

	query.failed = false;
	query.succeeded = true;
	for (const struct record_event *ev = refused;
		(ev = record_next(record, &query, ev));) {
		if (ev->call.args[0] == MPOL_INTERLEAVE)
			continue;
		record_words(ev, words, sizeof(words));
		claim_where("the thread's policy after the refusal");
		expect_true(false, "no other one meanwhile", "%s", words);
	}
}

/* The kernel refused one set, and was asked what is in force of the other. */
static void expect_kernel_asked(const struct evidence *e)
{
	const struct record *record = expect_record(&e->run, RECORD_CALLS);
	const uint64_t absent = UINT64_C(1) << (numa_max_node() + 1);
	struct record_query query = {.kind = RECORD_CALL,
		.nr = SYS_set_mempolicy,
		.tid = look_of(e, REFUSED)->tid,
		.failed = true,
		.after = moments[MOVED],
		.before = moments[REFUSED]};
	const struct record_event *ev;
	bool asked = false;

	claim_where("from “%s” to “%s”", moments[MOVED], moments[REFUSED]);
	expect_true(record_count(record, &query), "a set_mempolicy() that fails", "none");
	expect_asked_for(record, &query, absent);
	expect_policy_kept(record, query, record_next(record, &query, NULL));
	query.after = moments[REFUSED];
	query.before = moments[PARTLY];
	query.failed = false;
	query.succeeded = true;
	claim_where("from “%s” to “%s”", moments[REFUSED], moments[PARTLY]);
	expect_true(
		record_count(record, &query), "a set_mempolicy() that succeeds", "none");
	ev = expect_asked_for(record, &query, UINT64_C(1) << e->away | absent);
	query.nr = SYS_get_mempolicy;
	while ((ev = record_next(record, &query, ev)))
		asked |= asks_for_policy(ev);
	expect_true(asked, "get_mempolicy() of the thread's policy", "none");
}

/*
 * End: the thread has the right policy after each request, and the program prints it.
 * Means: the policy is the kernel's; the two numbers are what task 3 returns, and the thread asked the
 * kernel for both: it was refused the absent node, it was given both nodes, then it asked.
 * Other ways: sets calculated from the nodes that exist (the call that fails, its nodes, and the call that
 * asks); a refusal of something else (mode and nodes); another policy meanwhile (all calls).
 */
static void absent_nodes_are_refused_or_left_out(void **state)
{
	const struct evidence *e = *state;
	const struct look *refused = look_of(e, REFUSED), *partly = look_of(e, PARTLY);

	claim_where("the thread's policy after the refusal");
	expect_policy(&refused->thread, "interleave:0-1", 0);
	claim_where("the thread's policy after asking for two nodes, one absent");
	expect_policy(&partly->thread, "bind:", e->away);
	expect_on(e->away, "partly", partly, 0, e->nr_pages, 1);
	claim_where("the lines of task 3");
	expect_hole(e->run.report, "refused", EINVAL);
	expect_hole(e->run.report, "in_force", UINT64_C(1) << e->away);
	expect_kernel_asked(e);
	claim_saw("still %s; then %s", refused->thread.policy, partly->thread.policy);
}

/* The event of the thread's begin; in a claim. */
static const struct record_event *expect_born(
	const struct record *record, const struct look *thread)
{
	const struct record_event *born = record_born(record, thread->tid);

	expect_true(born, "a thread of the program", "none");
	return born;
}

/* What the program calls the thread: the result of the call that made it. */
static uint64_t number_of(const struct record *record, const struct record_event *born)
{
	const struct record_query query = {
		.kind = RECORD_CALL, .tid = born->tid, .succeeded = true};
	const struct record_event *ev = NULL;

	while ((ev = record_next(record, &query, ev)) && ev->call.end_ns < born->time_ns)
		;
	return ev ? (uint64_t)ev->call.result : 0;
}

/* The last sched_setaffinity() about this thread that succeeded; NULL: none. */
static const struct record_event *last_binding(
	const struct record *record, const struct look *thread)
{
	const struct record_query query = {.kind = RECORD_CALL,
		.nr = SYS_sched_setaffinity,
		.succeeded = true,
		.before = moments[HOSTED]};
	const uint64_t number = number_of(record, expect_born(record, thread));
	const struct record_event *last = NULL;

	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));)
		if (ev->call.args[0] ? ev->call.args[0] == number
				     : ev->tid == thread->tid)
			last = ev;
	return last;
}

static void expect_nothing_asked(const struct record_event *ev)
{
	char words[RECORD_WORDS_BYTES];

	if (!ev)
		return;
	record_words(ev, words, sizeof(words));
	expect_true(false, "nothing: it is made by the host", "%s", words);
}

/* “later” has what it was born with: the host made it, after both its calls, and nobody asked for
 * anything for it. “sibling” is older. */
static void expect_inherited(const struct evidence *e)
{
	const struct look *sibling = &e->at[HOSTED], *host = sibling + 1,
			  *later = sibling + 2;
	const struct record *record = expect_record(&e->run, RECORD_CALLS);
	struct record_query query = {
		.tid = host->tid, .succeeded = true, .before = moments[HOSTED]};
	const struct record_event *set = last_call(record, query, SYS_set_mempolicy),
				  *bound = last_binding(record, host), *born;

	claim_where("thread host");
	expect_true(set, "a policy set by set_mempolicy()", "none");
	expect_true(bound, "sched_setaffinity() for it", "none");
	claim_where("thread later, what it asked for itself");
	query.tid = later->tid;
	query.succeeded = false;
	expect_nothing_asked(last_call(record, query, SYS_set_mempolicy));
	expect_nothing_asked(last_call(record, query, SYS_sched_setaffinity));
	claim_where("thread later, what others asked for it");
	expect_nothing_asked(last_binding(record, later));
	claim_where("thread later");
	born = expect_born(record, later);
	expect_true(born->tid == host->tid, "a thread that the host made", "another's");
	expect_true(set->time_ns < born->time_ns && bound->time_ns < born->time_ns,
		"a thread made after the host's calls", "one made before");
	claim_where("thread sibling");
	expect_true(expect_born(record, sibling)->time_ns < set->time_ns,
		"a thread made before the host's calls", "one made after");
}

/*
 * End: three threads have the right CPUs, policies and pages.
 * Means: the host made its two calls before it wrote, and before it created “later”, which inherits
 * both; “sibling” was there before.
 * Other ways: “later” makes the calls itself, or another thread does for it; the host inherits (who made
 * which calls); a policy of the memory; pages written before, or by another thread (faults); a sibling that
 * is made afterwards. The host may use numa_bind() or other calls.
 */
static void the_host_policy_holds_for_its_thread_and_later_ones(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, HOSTED);
	for (int i = 0; i < NR_THREADS; i++) {
		const struct look *thread = &e->at[HOSTED + i];
		int node = i ? e->away : e->home;

		claim_where("thread %s", threads[i]);
		expect_cpus(i ? &e->away_cpus : &e->home_cpu, &thread->cpus);
		expect_policy(&thread->thread, i ? "bind:" : "default", node);
		expect_on(node, threads[i], thread, 0, e->nr_pages, 1);
	}
	expect_inherited(e);
	for (int i = 0; i < NR_THREADS; i++) {
		const struct look *thread = &e->at[HOSTED + i];

		claim_where("the pages of thread %s", threads[i]);
		expect_no_policy_of_its_own(
			expect_record(&e->run, RECORD_CALLS), of_region(thread, HOSTED));
		expect_written(e, thread, HOSTED);
	}
	claim_where("the pages of thread host");
	expect_policy_first(e, &e->at[HOSTED + 1], HOSTED);
	expect_no_other_move(e, HOSTED);
	claim_saw("host and later: node %d; sibling: CPU %d", e->away, e->cpu);
}

static void expect_counts(const struct evidence *e, int moment)
{
	const struct look *look = look_of(e, moment);
	size_t nr_on[2] = {0, 0};
	char hole[32];

	for (size_t i = 0; i < e->nr_pages; i++)
		nr_on[look->nodes[i] == 1] += look->nodes[i] >= 0;
	for (int node = 0; node < 2; node++) {
		snprintf(hole, sizeof(hole), "%s_%d", regions[moment], node);
		expect_hole(e->run.report, hole, nr_on[node]);
	}
}

/* get_mempolicy(MPOL_F_NODE | MPOL_F_ADDR) was asked about each page of the region after its
 * checkpoint, or move_pages() without nodes about as many. */
static void expect_asked(const struct evidence *e, int moment)
{
	const struct look *look = look_of(e, moment);
	const struct record *record = expect_record(&e->run, RECORD_CALLS);
	const struct record_query query = {
		.kind = RECORD_CALL, .succeeded = true, .after = moments[moment]};
	const unsigned flags = MPOL_F_NODE | MPOL_F_ADDR;
	bool was_asked[MAX_PAGES] = {false};
	size_t nr_asked = 0;

	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));) {
		const uint64_t *args = ev->call.args;
		uint64_t page = (args[3] - look->where.address) / page_size_bytes();

		if (ev->call.nr == SYS_move_pages && !args[3]) {
			nr_asked += args[1];
		} else if (ev->call.nr == SYS_get_mempolicy && args[4] == flags &&
			   page < e->nr_pages && !was_asked[page]) {
			was_asked[page] = true;
			nr_asked++;
		}
	}
	claim_where("%s, after “%s”", regions[moment], moments[moment]);
	expect_at_least(
		"pages of which it was asked where they are", e->nr_pages, nr_asked);
}

/*
 * End: the counts are those of the nodes that the checker saw.
 * Means: the program asked the kernel about each page: get_mempolicy(), or move_pages() without
 * nodes.
 * Other ways: counts by theory (calls).
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, HOSTED);
	expect_transcript_complete(e->run.report);
	for (int moment = BIND; moment <= MOVED; moment++) {
		if (moment == UNMOVED)
			continue;
		expect_counts(e, moment);
		expect_asked(e, moment);
	}
	expect_exit(e->run.stage, 0);
	claim_saw("all counts agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(pages_lie_where_the_threads_policy_says),
	CLAIM(numa_maps_names_the_threads_policy),
	CLAIM(a_ranges_policy_beats_the_threads),
	CLAIM(existing_pages_move_and_keep_their_contents),
	CLAIM(absent_nodes_are_refused_or_left_out),
	CLAIM(the_host_policy_holds_for_its_thread_and_later_ones),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
