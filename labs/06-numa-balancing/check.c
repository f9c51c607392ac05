/* SPDX-License-Identifier: MIT */
/*
 * Lab 06, the checker: looks at the memory at four moments, and at each row of the
 * program's table, just before and just after it was taken. Nodes are told by PFNs.
 *
 * A page that came to node 1 stays there, because nobody on node 0 uses it. So what the
 * program counted lies between the checker's two looks, to the page.
 *
 * Who touched a page, from which node, and what moved it, is in the record; other memory of the
 * program is its own business.
 *
 * Before the program's first look the checker moves some pages of the buffer to node 1, every second one,
 * so that who counts a part of the pages has another count. After it the checker moves them home. So balancing
 * moves more pages than there are more on node 1 at the last look, whatever other memory of the program it moves
 * as well; and with pages of the checker's own, all moves are a third number. Once the second
 * memory was touched, it moves as many pages of “bound”, which nothing brings back: “bound” and “hinted” do not
 * lie alike. Into some others it writes numbers of its own, which the writer has to add to.
 */
#include <errno.h>
#include <inttypes.h>
#include <numaif.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "check_put.h"

/* Of the buffer; and of the checker's own beside a huge page, which is more than are balanced within one
 * look. */
#define MIN_PUT 30
#define MAX_PUT 40
#define MIN_OWN 8
#define MAX_OWN 60
/* So long the checker waits for pages that it moves home. */
#define HOME_MS 500
/* To each page, in the time that there is. */
#define MAX_ADDED (UINT64_C(1) << 32)
/* Beside the mode; numaif.h has one of the three. */
#define MOVE_FLAGS (MPOL_MF_MOVE | MPOL_MF_MOVE_ALL)
#define MODE_FLAGS (7 << 13)
/* Threads that have read a page, which brought it, and have not written to it yet. */
#define MAX_BETWEEN 16

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
	struct stage_region regions[2];
	uint64_t *words[2];  /* of them: the first of each page */
	struct numa_map map; /* of bound; all zero if none begins there */
};

struct evidence {
	struct performance run;
	size_t nr_pages;
	struct look at[NR_MOMENTS];
	struct watch watch;
	/* Before ([0]) and after ([1]) the program's first and last look. */
	uint64_t first[2][NR_EVENTS], last[2][NR_EVENTS];
	int error; /* -errno of reading them, or of moving pages */
	size_t first_put, nr_put, nr_own;
	uint64_t number; /* about what the checker writes to some pages of bound */
	bool *is_put; /* each page of buffer: it is where the checker moved it, on node 1 */
	uint64_t *put_pfns; /* of bound, once the checker has moved some of its pages */
	cpu_set_t cpus[2];  /* of the nodes */
};

/* Of each page of the region. It is read by /proc/PID/mem, which takes no hint fault. */
static int look_at_words(
	const struct evidence *e, const struct stage_region *region, uint64_t **ret)
{
	uint64_t *words = calloc(e->nr_pages, sizeof(*words));
	char *memory = malloc(region->length_bytes);
	int err = words && memory ? view_peek(region, 0, memory, region->length_bytes)
				  : -ENOMEM;

	for (size_t i = 0; !err && i < e->nr_pages; i++)
		memcpy(&words[i], memory + i * page_size_bytes(), sizeof(words[i]));
	free(memory);
	if (err)
		free(words);
	else
		*ret = evidence_keep(words);
	return err;
}

static int look_at_regions(const struct evidence *e, const struct performance *run,
	size_t moment, struct look *ret)
{
	int err = 0;

	for (int i = 0; !err && i < 2 && regions[moment][i]; i++) {
		struct stage_region *region = &ret->regions[i];

		err = view_main_region(run->stage, regions[moment][i], region);
		if (!err)
			err = view_pfns(region, e->nr_pages, &ret->pfns[i]);
		evidence_keep(ret->pfns[i]);
		if (!err)
			err = look_at_words(e, region, &ret->words[i]);
	}
	if (err || moment < BOUND)
		return err;
	err = numa_maps_read(ret->regions[0].pid, ret->regions[0].address, &ret->map);
	return err == -ENODATA ? 0 : err;
}

/* Other numbers into pages that were touched and are not moved: who adds goes on from there, and comes to
 * the upper half of the word at once. */
static void put_numbers(const struct evidence *e, const struct look *bound)
{
	for (size_t i = 0; i < e->nr_put; i++) {
		size_t page = e->first_put + 2 * i + 1;

		if (bound->pfns[0][page] &&
			!put_number(&bound->regions[0], page, e->number + i * MAX_ADDED))
			bound->words[0][page] = e->number + i * MAX_ADDED;
	}
}

static int put_bound(struct evidence *e, const struct stage_region *bound)
{
	bool *is_put = evidence_keep(calloc(e->nr_pages, sizeof(*is_put)));
	int err = is_put ? put_region(bound, e->first_put, e->nr_put, AWAY, is_put)
			 : -ENOMEM;

	if (!err)
		err = view_pfns(bound, e->nr_pages, &e->put_pfns);
	evidence_keep(e->put_pfns);
	return err;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	int err = vmstat_read_many(events, NR_EVENTS, ret->events);

	if (!err)
		err = look_at_regions(e, run, moment, ret);
	if (err || moment != BOUND)
		return err;
	put_numbers(e, ret);
	return put_bound(e, &ret->regions[0]);
}

/* On 6.1 a page that waits for its hint fault cannot be moved: the writer takes the fault. */
static int put_home(const struct evidence *e, const struct stage_region *region)
{
	uint64_t until_ms = monotonic_ms() + HOME_MS;
	size_t nr_away;
	int err;

	do {
		err = put_region(region, e->first_put, e->nr_put, HOME, e->is_put);
		nr_away = 0;
		for (size_t i = 0; i < e->nr_pages; i++)
			nr_away += e->is_put[i];
	} while (!err && nr_away && monotonic_ms() < until_ms && !usleep(2000));
	return err;
}

/* To node 1 before the program's first look, so that its first row has them; home after it, and the
 * checker's own to node 1. The program waits meanwhile, its writer does not. */
static int put(const struct evidence *e, struct stage *stage, pid_t pid, bool is_after)
{
	struct stage_region region;
	int err;

	if (stage_region(stage, pid, "buffer", &region) ||
		region.length_bytes != e->nr_pages * page_size_bytes())
		return 0;
	if (is_after)
		err = put_home(e, &region);
	else
		err = put_region(&region, e->first_put, e->nr_put, AWAY, e->is_put);
	if (err == -ESRCH || err == -EINVAL) /* the program is gone */
		err = 0;
	return err || !is_after ? err : put_own(e->nr_own, HOME, AWAY);
}

/* At the first look and at the last the counters are kept: what the program printed of them lies
 * in between. */
static void sample(struct stage *stage, pid_t pid, const char *name, void *arg)
{
	struct evidence *e = arg;
	bool ends = strcmp(name, "look begins");
	bool is_first = !(ends ? e->watch.after.nr : e->watch.before.nr);
	uint64_t now[NR_EVENTS] = {0};
	int err = is_first && !ends ? put(e, stage, pid, false) : 0;

	if (!err)
		err = vmstat_read_many(events, NR_EVENTS, now);
	if (is_first)
		memcpy(e->first[ends], now, sizeof(now));
	memcpy(e->last[ends], now, sizeof(now));
	watch_sample(&e->watch, stage, pid, name);
	if (!err && is_first && ends)
		err = put(e, stage, pid, true);
	if (err)
		e->error = err;
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->nr_pages = drawn_size(config, "pages");
	e->watch = (struct watch){.region = "buffer", .nr_pages = e->nr_pages};
	e->nr_put = drawn_secret(config, "pages put on node 1", MIN_PUT, MAX_PUT);
	e->nr_own = drawn_secret(config, "small pages of the checker", MIN_OWN, MAX_OWN);
	e->first_put = 2 * drawn_secret(config, "the first page put on node 1", 0,
				   e->nr_pages / 2 - e->nr_put);
	e->number = drawn_secret(config, "a number in bound", 1, 16) * MAX_ADDED - 1;
	e->is_put = evidence_keep(calloc(e->nr_pages, sizeof(*e->is_put)));
	err = e->is_put ? placement_read_zones(&e->watch.zones) : -ENOMEM;
	for (int node = HOME; !err && node <= AWAY; node++) {
		char path[64];

		snprintf(path, sizeof(path), "/sys/devices/system/node/node%d/cpulist",
			node);
		err = cpulist_read(path, &e->cpus[node]);
	}
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

/* Between two moments, NULL: from the begin on. */
static struct record_query events_of(
	const struct stage_region *region, const char *after, const char *before)
{
	return (struct record_query){.pid = region->pid,
		.from = region->address,
		.bytes = region->length_bytes,
		.after = after,
		.before = before};
}

static size_t page_of(const struct stage_region *region, uint64_t address)
{
	return (address - region->address) / page_size_bytes();
}

/* The second time there are two buffers. A program that never came there has done the first. */
static void expect_both_touched(const struct evidence *e)
{
	const struct look *bound = &e->at[BOUND];

	for (int region = 0; region < 2 && bound->pfns[1]; region++) {
		for (size_t i = 0; i < e->nr_pages; i++) {
			claim_where("page %zu of %s, at “%s”", i, regions[BOUND][region],
				moments[BOUND]);
			expect_true(bound->pfns[region][i], "a frame", "none");
		}
	}
}

/*
 * End: every page of `buffer` has its own frame on node 0; later, every page of `bound` and of
 * `hinted` has a frame.
 * Means: a thread wrote to each page first, while the thread ran on a CPU of node 0.
 * Other ways: pages touched from node 1, and put on node 0 by a policy of the thread or by a
 * move (the CPU of each page's first write fault); memory that was only read (its frame is the
 * zero page).
 */
static void first_touch_decides_the_node(void **state)
{
	const struct evidence *e = *state;
	const struct look *touched = look_of(e, TOUCHED);
	const struct stage_region *region = &touched->regions[0];
	struct record_query query = events_of(region, NULL, moments[TOUCHED]);
	const struct record *record;
	bool *written;

	expect_home(e, touched->pfns[0], "buffer");
	record = expect_record(&e->run, RECORD_FAULTS);
	written = evidence_keep(calloc(e->nr_pages, sizeof(*written)));
	if (!written)
		claim_broken(-ENOMEM, "the pages that were written");
	query.kind = RECORD_FAULT;
	query.write = true;
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));) {
		size_t page = page_of(region, ev->fault.address);

		claim_where("page %zu of buffer", page);
		expect_true(written[page] || CPU_ISSET(ev->cpu, &e->cpus[HOME]),
			"the first write by a thread on node 0",
			"it came from CPU %u, which is not of that node", ev->cpu);
		written[page] = true;
	}
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of buffer", i);
		expect_true(written[i], "a write by the program", "none");
	}
	expect_both_touched(e);
	claim_saw("all %zu pages on node 0, first written from there", e->nr_pages);
}

/* How each page came to its frame at “followed”. */
static struct moved find_moves(const struct evidence *e)
{
	struct moved moved = {
		.record = expect_record(&e->run, RECORD_MOVES | RECORD_FAULTS),
		.region = &e->at[TOUCHED].regions[0],
		.after = moments[TOUCHED],
		.before = moments[FOLLOWED],
		.pfns = e->at[FOLLOWED].pfns[0],
		.nr_pages = e->nr_pages};

	moved_find(&moved);
	return moved;
}

/* What balancing has brought was used, and hardly a page of that holds what it held. */
static void expect_written(const struct evidence *e)
{
	const struct look *touched = look_of(e, TOUCHED),
			  *followed = look_of(e, FOLLOWED);
	const struct moved moved = find_moves(e);
	size_t nr_same = 0;

	for (size_t i = 0; i < e->nr_pages; i++)
		nr_same += moved.reasons[i] == RECORD_FOR_BALANCING && !e->is_put[i] &&
			   touched->words[0][i] == followed->words[0][i];
	claim_where("buffer, from “touched” to “followed”");
	expect_between(
		"pages that came and hold the same number", 0, MAX_BETWEEN, nr_same);
}

/*
 * End: at least 90% of the pages of `buffer` are on node 1, and all were on the other node
 * before.
 * Means: a writer adds to each page. How the pages moved is judged by
 * hint_faults_explain_every_move alone, so that one mistake costs one claim.
 * Other ways: pages that were on node 1 from the start (the number at “touched”); a thread that
 * only reads, which moves them as well (the first word of each page).
 */
static void memory_follows_the_writer(void **state)
{
	const struct evidence *e = *state;
	size_t nr = nr_on_node(e, look_of(e, FOLLOWED)->pfns[0], AWAY);

	claim_where("buffer, at “followed”");
	expect_between("pages on node 1", (e->nr_pages * 90 + 99) / 100, e->nr_pages, nr);
	expect_true(nr_on_node(e, e->at[TOUCHED].pfns[0], AWAY) < nr,
		"more pages on node 1 than at “touched”", "no more");
	expect_written(e);
	claim_saw("%zu of %zu pages on node 1", nr, e->nr_pages);
}

/* From node 0 to node 1, and not by the checker. */
static bool came_by_itself(const struct evidence *e, size_t i)
{
	return node_of(e, e->at[TOUCHED].pfns[0][i]) == HOME &&
	       node_of(e, e->at[FOLLOWED].pfns[0][i]) == AWAY && !e->is_put[i];
}

/* Nobody moved them by a call, whether or not it found some to move. */
static void expect_no_move_by_hand(const struct evidence *e)
{
	static const long calls[] = {SYS_mbind, SYS_move_pages, SYS_migrate_pages};
	const struct record *record = expect_record(&e->run, RECORD_CALLS);
	char words[RECORD_WORDS_BYTES];

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct record_query query = events_of(
			&e->at[TOUCHED].regions[0], moments[TOUCHED], moments[FOLLOWED]);

		query.kind = RECORD_CALL;
		query.nr = calls[i];
		query.succeeded = true;
		if (calls[i] != SYS_mbind)
			query.from = query.bytes = 0;
		for (const struct record_event *ev = NULL;
			(ev = record_next(record, &query, ev));) {
			if (calls[i] == SYS_mbind && !(ev->call.args[5] & MOVE_FLAGS))
				continue;
			if (calls[i] == SYS_move_pages && !ev->call.args[3])
				continue;
			record_words(ev, words, sizeof(words));
			claim_fail("no page moved by hand", "%s", words);
		}
	}
}

/*
 * End: pages of `buffer` that were on node 0 are on node 1.
 * Means: NUMA balancing moved each of them, at a fault of a thread that runs on node 1.
 * Other ways: mbind(), move_pages() or migrate_pages() (calls, and the record has the reason of each
 * page's move, whatever else is balanced meanwhile); pages released, and written anew from node 1 (the
 * record has no move).
 */
static void hint_faults_explain_every_move(void **state)
{
	const struct evidence *e = *state;
	const struct look *touched = look_of(e, TOUCHED);
	const struct look *followed = look_of(e, FOLLOWED);
	struct moved moved;
	size_t nr_moved = 0;

	for (size_t i = 0; i < e->nr_pages; i++)
		nr_moved += came_by_itself(e, i);
	claim_where("buffer, from “touched” to “followed”");
	expect_true(nr_moved, "pages that move from node 0 to node 1", "none");
	moved = find_moves(e);
	for (size_t i = 0; i < e->nr_pages; i++) {
		if (!came_by_itself(e, i))
			continue;
		claim_where("page %zu of buffer, from “touched” to “followed”", i);
		expect_moved(&moved, i, RECORD_FOR_BALANCING, "a move by NUMA balancing",
			"the page was written anew");
	}
	claim_where("buffer, from “touched” to “followed”");
	expect_no_move_by_hand(e);
	claim_saw("%" PRIu64 " hint faults, %" PRIu64 " migrations, %zu pages moved",
		followed->events[HINT_FAULTS] - touched->events[HINT_FAULTS],
		followed->events[MIGRATED] - touched->events[MIGRATED], nr_moved);
}

static void expect_unmoved(const struct evidence *e, int region)
{
	const struct look *bound = look_of(e, BOUND), *stayed = look_of(e, STAYED);
	const uint64_t *before = region ? bound->pfns[region] : e->put_pfns;
	const char *name = regions[BOUND][region];

	expect_home(e, bound->pfns[region], name);
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of %s", i, name);
		expect_equal_hex("pfn", before[i], stayed->pfns[region][i]);
	}
}

/* Some thread, not the first, was on node 1 when it ended: a thread that is bound to node 1 is
 * there until then. */
static void expect_writer_away(const struct evidence *e, const struct record *record)
{
	pid_t pid = e->at[BOUND].regions[0].pid;
	const struct record_query query = {.kind = RECORD_END,
		.pid = pid,
		.after = moments[BOUND],
		.before = moments[STAYED]};
	unsigned cpu = UINT32_MAX;

	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));) {
		if (ev->tid != pid && !CPU_ISSET(cpu, &e->cpus[AWAY]))
			cpu = ev->cpu;
	}
	claim_where("the writer, from “bound” to “stayed”");
	expect_true(cpu != UINT32_MAX, "a thread that writes, and ends", "none");
	expect_true(CPU_ISSET(cpu, &e->cpus[AWAY]), "on node 1 to its end",
		"ended on CPU %u, of node 0", cpu);
}

/* The last mbind() of each page that succeeded bound it, with all of these flags. */
static void expect_mbind(const struct evidence *e, const struct record *record, int of,
	unsigned flags, const char *wanted)
{
	const struct stage_region *region = &e->at[BOUND].regions[of];
	struct record_query query = events_of(region, NULL, moments[STAYED]);
	bool *is_bound = evidence_keep(calloc(e->nr_pages, sizeof(*is_bound)));
	char last[RECORD_WORDS_BYTES] = "no mbind() of this memory";

	if (!is_bound)
		claim_broken(-ENOMEM, "the pages that are bound");
	query.kind = RECORD_CALL;
	query.nr = SYS_mbind;
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));) {
		uint64_t from = ev->call.args[0], to = from + ev->call.args[1];
		uint64_t mode = ev->call.args[2];

		record_words(ev, last, sizeof(last));
		for (size_t i = 0; !ev->call.result && i < e->nr_pages; i++) {
			uint64_t page = region->address + i * page_size_bytes();

			if (page >= from && page < to)
				is_bound[i] =
					(mode & ~(uint64_t)MODE_FLAGS) == MPOL_BIND &&
					(mode & flags) == flags;
		}
	}
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of %s", i, regions[BOUND][of]);
		expect_true(is_bound[i], wanted, "%s", last);
	}
}

/* The writer was at every page of both buffers, and went on from the number that was there. */
static void expect_added(
	const struct evidence *e, const struct look *bound, const struct look *stayed)
{
	for (int region = 0; region < 2; region++) {
		for (size_t i = 0; i < e->nr_pages; i++) {
			uint64_t was = bound->words[region][i],
				 is = stayed->words[region][i];

			claim_where("page %zu of %s, from “bound” to “stayed”", i,
				regions[BOUND][region]);
			expect_true(is != was, "a number that the writer adds to",
				"%" PRIu64 ", as before", is);
			expect_true(is - was < MAX_ADDED,
				"a number that the writer adds to",
				"%" PRIu64 " became %" PRIu64, was, is);
		}
	}
}

/*
 * End: every page of `bound` keeps its frame on node 0, or on node 1 where the checker moved it.
 * Means: mbind() with MPOL_BIND and a mask of node 0 alone, while a thread on node 1 writes to
 * every page.
 * Other ways: more nodes in the mask (without the flag the kernel does not scan, and only the
 * policy in numa_maps shows it); a policy of the thread, which numa_maps shows for memory that
 * has none of its own (the calls); pages of either buffer that no thread uses, or that get a number
 * which the program counts elsewhere (the first word of each page: the checker has changed some); a
 * writer on node 0, or one that came back there (the node on which it ended).
 */
static void bound_memory_stays(void **state)
{
	const struct evidence *e = *state;
	const struct look *bound = look_of(e, BOUND), *stayed = look_of(e, STAYED);
	const struct record_query calls =
		events_of(&bound->regions[0], NULL, moments[STAYED]);
	const char *policy = stayed->map.policy, *nodes = strrchr(policy, ':');
	const struct record *record;

	expect_added(e, bound, stayed);
	record = expect_record(&e->run, RECORD_CALLS | RECORD_FAULTS);
	claim_where("the last mbind() of bound");
	expect_granted(record, &calls, SYS_mbind, "mbind() with success");
	expect_unmoved(e, 0);
	claim_where("bound in /proc/PID/numa_maps");
	expect_true(!strncmp(policy, "bind", 4) && !strstr(policy, "balancing"),
		"policy bind, without a flag", "policy %s",
		*policy ? policy : "of others, too");
	expect_true(nodes && !strcmp(nodes, ":0"), "node 0 alone in the policy",
		"policy %s", policy);
	expect_mbind(e, record, 0, 0, "mbind() with MPOL_BIND");
	expect_writer_away(e, record);
	claim_saw("all %zu pages in their frames", e->nr_pages);
}

/*
 * End: every page of `hinted` takes a fault though it is in memory, and keeps its frame on node
 * 0.
 * Means: mbind() with MPOL_F_NUMA_BALANCING, while a thread on node 1 writes to every page.
 * Other ways: faults in other memory (those of each page of `hinted` are counted); faults by
 * mprotect() or fork() (the flag in the call, because 6.1 does not show the flag in numa_maps);
 * a writer on node 0, whose hint faults could move no page (the CPU of each fault).
 */
static void hint_faults_move_nothing_that_is_bound(void **state)
{
	const struct evidence *e = *state;
	const struct stage_region *region = &look_of(e, BOUND)->regions[1];
	struct record_query query = events_of(region, moments[BOUND], moments[STAYED]);
	const struct record *record =
		expect_record(&e->run, RECORD_CALLS | RECORD_FAULTS);
	size_t nr_faults = 0, nr_away = 0, nr_pages = 0;
	bool *faulted;

	expect_mbind(e, record, 1, MPOL_F_NUMA_BALANCING,
		"mbind() with MPOL_F_NUMA_BALANCING");
	faulted = evidence_keep(calloc(e->nr_pages, sizeof(*faulted)));
	if (!faulted)
		claim_broken(-ENOMEM, "the pages that took faults");
	query.kind = RECORD_FAULT;
	for (const struct record_event *ev = NULL; (ev = record_next(record, &query, ev));
		nr_faults++) {
		bool *page = &faulted[page_of(region, ev->fault.address)];

		if (!CPU_ISSET(ev->cpu, &e->cpus[AWAY]))
			continue;
		nr_away++;
		nr_pages += !*page;
		*page = true;
	}
	expect_unmoved(e, 1);
	claim_where("hinted, from “bound” to “stayed”");
	expect_between("pages that took a fault from node 1",
		(e->nr_pages * 90 + 99) / 100, e->nr_pages, nr_pages);
	claim_saw("%zu faults, at %zu of %zu pages; no page moved", nr_faults, nr_pages,
		e->nr_pages);
}

/*
 * End: each row of the table lies, to the page, between what the checker saw before and after
 * the program's look.
 * Means: the program counted the pages at that time.
 * Other ways: rows that are invented (they would have to be right between the looks).
 */
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

/*
 * End: the growth of the counters that is printed lies between what the checker read around the
 * program's first look and around its last; the pages on each node are those that the checker
 * saw.
 * Means: the program read the counters and the page map.
 * Other ways: numbers of another run, or calculated ones (the counters cover the whole machine,
 * and count more than the buffer's pages); one counter for the other (some memory of the program
 * takes hint faults and stays, some is scanned and not used; the checker moves pages by a call); the
 * writer's moves for all (some memory follows the main thread); the pages that came to node 1 from
 * the first look to the last (the checker moves some home meanwhile); one buffer counted twice (the
 * checker moves some pages of `bound`).
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct look *stayed = look_of(e, STAYED);

	expect_transcript_complete(e->run.report);
	expect_events(e, "faults", HINT_FAULTS);
	expect_events(e, "migrated", MIGRATED);
	claim_where("the output");
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
