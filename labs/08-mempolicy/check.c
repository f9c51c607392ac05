/* SPDX-License-Identifier: MIT */
/*
 * Lab 08, the checker: at ten moments it looks where the pages of a region are (PFN,
 * zone, node) and what numa_maps calls the policy; at the last one also at each thread's
 * CPUs. A thread's policy is what its own numa_maps says of memory without a policy.
 */
#include <errno.h>
#include <inttypes.h>
#include <numa.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

#define MAX_PAGES 257

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
	struct stage_region region, plain;
	int err = view_main_region(run->stage, name, &region);

	if (!err)
		err = view_main_region(run->stage, regions[BIND], &plain);
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
		err = thread_find(main_pid, threads[i], &tid);
		if (!err)
			err = look_at_both(e, run, threads[i], tid, &e->at[HOSTED + i]);
	}
	return err == -ENOTUNIQ ? -ENODATA : err;
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
		return claims_skip("the lab is about a machine with two memory nodes");
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

static void pages_lie_where_the_threads_policy_says(void **state)
{
	const struct evidence *e = *state;
	const struct look *spread = look_of(e, SPREAD), *local = look_of(e, LOCAL);

	expect_on(e->away, "bind", look_of(e, BIND), 0, e->nr_pages, 1);
	expect_on(e->away, "preferred", look_of(e, PREFER), 0, e->nr_pages, 1);
	expect_on(spread->nodes[0] == 1, "interleave", spread, 0, e->nr_pages, 2);
	expect_on(spread->nodes[0] != 1, "interleave", spread, 1, e->nr_pages, 2);
	expect_on(e->home, "local", local, 0, e->nr_pages / 2, 1);
	expect_on(e->away, "local", local, e->nr_pages / 2, e->nr_pages, 1);
	claim_saw("all, all, every second one, and as the CPU was, of %zu", e->nr_pages);
}

static void numa_maps_names_the_threads_policy(void **state)
{
	const struct evidence *e = *state;

	for (int moment = BIND; moment <= LOCAL; moment++) {
		const struct look *look = look_of(e, moment);

		claim_where("numa_maps at the checkpoint «%s»", moments[moment]);
		expect_policy(&look->region, policies[moment], e->away);
	}
	claim_saw("bind:%d, prefer:%d, interleave:0-1, local", e->away, e->away);
}

static void a_ranges_policy_beats_the_threads(void **state)
{
	const struct evidence *e = *state;
	const struct look *range = look_of(e, RANGE);

	claim_where("numa_maps, memory without a policy of its own");
	expect_policy(&range->thread, "bind:", e->home);
	claim_where("numa_maps, range");
	expect_policy(&range->region, "bind:", e->away);
	expect_on(e->away, "range", range, 0, e->nr_pages, 1);
	claim_saw("thread %s, range %s: all pages on node %d", range->thread.policy,
		range->region.policy, e->away);
}

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
	claim_where("numa_maps, moved");
	expect_policy(&moved->region, "bind:", e->away);
	claim_saw("page 0: pfn 0x%" PRIx64 " became 0x%" PRIx64 ", node %d became %d",
		unmoved->view.pfns[0], moved->view.pfns[0], e->home, e->away);
}

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
	claim_saw("still %s; then %s", refused->thread.policy, partly->thread.policy);
}

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

static void report_agrees(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, HOSTED);
	expect_transcript_complete(e->run.report);
	for (int moment = BIND; moment <= RANGE; moment++)
		expect_counts(e, moment);
	expect_counts(e, MOVED);
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
