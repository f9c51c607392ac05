/* SPDX-License-Identifier: MIT */
/*
 * Lab 06, the checker: looks at the memory at four moments, and at each row of the
 * program's table, just before and just after it was taken. Nodes are told by PFNs.
 *
 * A page that came to node 1 stays there, because nobody on node 0 uses it. So what the
 * program counted lies between the checker's two looks, to the page.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "check.h"

enum { HOME, AWAY }; /* the nodes */

enum moment { TOUCHED, FOLLOWED, BOUND, STAYED, NR_MOMENTS };

static const char *const moments[] = {"touched", "followed", "bound", "stayed", NULL};

/* What is looked at then. */
static const char *const regions[NR_MOMENTS][2] = {
	{"buffer"}, {"buffer"}, {"bound", "hinted"}, {"bound", "hinted"}};

enum event { HINT_FAULTS, MIGRATED, NR_EVENTS };

static const char *const events[] = {"numa_hint_faults", "numa_pages_migrated"};

struct look {
	uint64_t *pfns[2]; /* of the moment's regions */
	uint64_t events[NR_EVENTS];
	uint64_t nr_migrated;	 /* at faults of the program's threads */
	uint64_t thread_faults;	 /* of all its threads but the first */
	uint64_t word;		 /* in the middle of the first region */
	struct numa_map maps[2]; /* of bound memory; all zero if none begins there */
};

struct evidence {
	struct performance run;
	size_t nr_pages;
	struct look at[NR_MOMENTS];
	struct watch watch;
	/* Before ([0]) and after ([1]) the program's first and last look. */
	uint64_t first[2][NR_EVENTS], last[2][NR_EVENTS];
	int error; /* -errno of reading them */
};

static int look_at_regions(const struct evidence *e, const struct performance *run,
	size_t moment, struct look *ret)
{
	struct stage_region region;
	int err = 0;

	for (int i = 0; !err && i < 2 && regions[moment][i]; i++) {
		err = view_main_region(run->stage, regions[moment][i], &region);
		if (!err)
			err = view_pfns(&region, e->nr_pages, &ret->pfns[i]);
		evidence_keep(ret->pfns[i]);
		if (err || moment < BOUND)
			continue;
		err = numa_maps_read(region.pid, region.address, &ret->maps[i]);
		if (err == -ENODATA)
			err = 0;
		/* Reading pages that NUMA balancing looks after could move them. */
		if (!err && !i)
			err = view_peek(&region, e->nr_pages / 2 * page_size_bytes(),
				&ret->word, sizeof(ret->word));
	}
	return err;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	struct faults all, first;
	pid_t pid = stage_main_pid(run->stage);
	int err = vmstat_read_many(events, NR_EVENTS, ret->events);

	if (!err)
		err = numa_task_migrated(pid, &ret->nr_migrated);
	if (!err)
		err = faults_read(pid, &all);
	if (!err)
		err = faults_read_thread(pid, pid, &first);
	if (err)
		return err;
	ret->thread_faults = all.minor - first.minor;
	return look_at_regions(e, run, moment, ret);
}

/* At the first look and at the last the counters are kept: what the program printed of them lies
 * in between. */
static void sample(struct stage *stage, pid_t pid, const char *name, void *arg)
{
	struct evidence *e = arg;
	bool ends = strcmp(name, "look begins");
	uint64_t now[NR_EVENTS] = {0};
	int err;

	err = vmstat_read_many(events, NR_EVENTS, now);
	if (err)
		e->error = err;
	if (!(ends ? e->watch.after.nr : e->watch.before.nr))
		memcpy(e->first[ends], now, sizeof(now));
	memcpy(e->last[ends], now, sizeof(now));
	watch_sample(&e->watch, stage, pid, name);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->nr_pages = drawn_size(config, "pages");
	e->watch = (struct watch){.region = "buffer", .nr_pages = e->nr_pages};
	err = placement_read_zones(&e->watch.zones);
	if (!err)
		err = perform_sampled(config, moments, look, sample, e, &e->run);
	placement_series_report(&e->watch.after, "placement", 2);
	if (!err)
		err = e->watch.error;
	return err ? err : e->error;
}

/* UINT32_MAX: on none. */
static unsigned node_of(const struct evidence *e, uint64_t pfn)
{
	unsigned node = UINT32_MAX;

	if (pfn)
		placement_node(&e->watch.zones, pfn, &node);
	return node;
}

static size_t nr_on_node(const struct evidence *e, const uint64_t *pfns, unsigned node)
{
	size_t nr = 0;

	for (size_t i = 0; i < e->nr_pages; i++)
		nr += node_of(e, pfns[i]) == node;
	return nr;
}

static void expect_home(const struct evidence *e, const uint64_t *pfns, const char *name)
{
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of %s", i, name);
		/* Memory that was only read is the one page of zeros, again and again. */
		expect_true(pfns[i] && (!i || pfns[i] != pfns[i - 1]),
			"a frame of its own", "none");
		expect_equal("node", HOME, node_of(e, pfns[i]));
	}
}

static void first_touch_decides_the_node(void **state)
{
	const struct evidence *e = *state;

	expect_home(e, look_of(e, TOUCHED)->pfns[0], "buffer");
	claim_saw("all %zu pages on node 0", e->nr_pages);
}

static void memory_follows_the_writer(void **state)
{
	const struct evidence *e = *state;
	size_t nr = nr_on_node(e, look_of(e, FOLLOWED)->pfns[0], AWAY);

	claim_where("buffer, at «followed»");
	expect_between("pages on node 1", (e->nr_pages * 90 + 99) / 100, e->nr_pages, nr);
	expect_true(nr_on_node(e, e->at[TOUCHED].pfns[0], AWAY) < nr,
		"more pages on node 1 than at «touched»", "no more");
	claim_saw("%zu of %zu pages on node 1", nr, e->nr_pages);
}

static void hint_faults_explain_every_move(void **state)
{
	const struct evidence *e = *state;
	const struct look *touched = look_of(e, TOUCHED);
	const struct look *followed = look_of(e, FOLLOWED);
	uint64_t faults = followed->events[HINT_FAULTS] - touched->events[HINT_FAULTS];
	uint64_t nr_migrated = followed->nr_migrated - touched->nr_migrated;
	size_t nr_moved = 0;

	for (size_t i = 0; i < e->nr_pages; i++)
		nr_moved += node_of(e, touched->pfns[0][i]) == HOME &&
			    node_of(e, followed->pfns[0][i]) == AWAY;
	claim_where("buffer, from «touched» to «followed»");
	expect_true(nr_moved, "pages that move from node 0 to node 1", "none");
	claim_where("numa_pages_migrated in the sched files of the program's threads");
	expect_true(nr_migrated >= nr_moved, "a migration for each page that moved",
		"%zu pages moved, %" PRIu64 " migrated", nr_moved, nr_migrated);
	claim_where("numa_hint_faults in /proc/vmstat");
	expect_true(faults >= nr_migrated, "a hint fault for each migration",
		"%" PRIu64 " faults, %" PRIu64 " migrations", faults, nr_migrated);
	claim_saw("%" PRIu64 " hint faults, %" PRIu64 " migrations, %zu pages moved",
		faults, nr_migrated, nr_moved);
}

static void expect_unmoved(const struct evidence *e, int region)
{
	const struct look *bound = look_of(e, BOUND), *stayed = look_of(e, STAYED);
	const char *name = regions[BOUND][region];

	expect_home(e, bound->pfns[region], name);
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of %s", i, name);
		expect_equal_hex("pfn", bound->pfns[region][i], stayed->pfns[region][i]);
	}
}

static void bound_memory_stays(void **state)
{
	const struct evidence *e = *state;
	const struct look *bound = look_of(e, BOUND), *stayed = look_of(e, STAYED);
	const char *policy = stayed->maps[0].policy;

	expect_true(bound->word != stayed->word, "writes to the middle of bound", "none");
	expect_unmoved(e, 0);
	claim_where("bound in /proc/PID/numa_maps");
	expect_true(!strncmp(policy, "bind", 4) && !strstr(policy, "balancing"),
		"policy bind, without a flag", "policy %s", policy);
	claim_saw("all %zu pages in their frames on node 0", e->nr_pages);
}

/* The memory is there: a thread that writes to it takes no other faults. */
static void hint_faults_move_nothing_that_is_bound(void **state)
{
	const struct evidence *e = *state;
	const struct look *bound = look_of(e, BOUND), *stayed = look_of(e, STAYED);
	uint64_t faults = stayed->thread_faults - bound->thread_faults;
	size_t others = 0; /* of the other buffer, if it was not bound */

	for (size_t i = 0; i < e->nr_pages; i++)
		others += bound->pfns[0][i] != stayed->pfns[0][i];
	claim_where("minor faults of the writer");
	expect_true(faults >= e->nr_pages + others, "one for each page, at least",
		"%" PRIu64 " for %zu pages", faults, e->nr_pages + others);
	expect_unmoved(e, 1);
	claim_where("hinted in /proc/PID/numa_maps");
	/* Not its name: older kernels call a policy with that flag "default". */
	expect_true(stayed->maps[1].start, "a policy of its own, with the flag", "none");
	claim_saw("%" PRIu64 " faults of the writer, no page moved", faults);
}

static void table_shows_where_pages_were(void **state)
{
	static const char *const holes[] = {"home", "away"};
	const struct evidence *e = *state;

	expect_moment(&e->run, FOLLOWED);
	expect_rows(&e->watch, e->run.report, holes, 2);
	claim_saw("%zu rows agree", e->watch.after.nr);
}

/* The program read the counters within its first look and within its last. */
static void expect_events(const struct evidence *e, const char *hole, enum event event)
{
	uint64_t low = e->first[1][event], last = e->last[0][event];
	uint64_t least = last > low ? last - low : 0;
	uint64_t most = e->last[1][event] - e->first[0][event], printed = 0;

	if (!e->run.report || transcript_u64(e->run.report, hole, &printed))
		claim_fail("the counters' growth, printed", "no such line");
	claim_where("%s in /proc/vmstat", events[event]);
	expect_between("events", least, most, printed);
}

static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct look *stayed = look_of(e, STAYED);

	expect_transcript_complete(e->run.report);
	expect_events(e, "faults", HINT_FAULTS);
	expect_events(e, "migrated", MIGRATED);
	expect_hole(e->run.report, "bound_home", nr_on_node(e, stayed->pfns[0], HOME));
	expect_hole(e->run.report, "bound_away", nr_on_node(e, stayed->pfns[0], AWAY));
	expect_hole(e->run.report, "hinted_home", nr_on_node(e, stayed->pfns[1], HOME));
	expect_hole(e->run.report, "hinted_away", nr_on_node(e, stayed->pfns[1], AWAY));
	expect_exit(e->run.stage, 0);
	claim_saw("all numbers agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(first_touch_decides_the_node),
	CLAIM(table_shows_where_pages_were),
	CLAIM(memory_follows_the_writer),
	CLAIM(hint_faults_explain_every_move),
	CLAIM(bound_memory_stays),
	CLAIM(hint_faults_move_nothing_that_is_bound),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
