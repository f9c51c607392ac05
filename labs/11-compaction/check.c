/* SPDX-License-Identifier: MIT */
/*
 * Lab 11, the checker: looks at the buffer's frames, at the node's free blocks and at what
 * order_alloc was asked for, at five moments, then judges. What the program asked for and
 * got is the module's word, and what was done for it that of the kernel's counters and of the
 * record: why each page moved, and which were pinned.
 *
 * Once the node is compacted the checker touches pages that the program has given back: they are in
 * memory then, and have not moved.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <numaif.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "check_moves.h"
#include "order_alloc.h"

#define NODE 0
#define AWAY 1
#define ORDER 9
#define NR_HELD 128
#define MAX_PAGES 14336 /* lab.json */
#define MIN_TOUCHED 40	/* by the checker, of the pages that were given back */
#define MAX_TOUCHED 200
#define NR_MIXED 64
#define IN_MOTION \
	32 /* pages that kcompactd may be moving: they read as absent (COMPACT_CLUSTER_MAX) */
#define NOISE_PAGES 128 /* taken and given back by others between two readings */

enum moment { FILLED, FRAGMENTED, DIRECT, COMPACTED, GRANTED, NR_MOMENTS };

static const char *const moments[] = {
	"filled", "fragmented", "direct", "compacted", "granted", NULL};

enum counter { STALLS, SUCCESSES, MIGRATED, STOLEN, PINNED, UNPINNED, NR_COUNTERS };
static const char *const counters[] = {"compact_stall", "compact_success",
	"pgmigrate_success", "pgsteal_direct", "nr_foll_pin_acquired",
	"nr_foll_pin_released"};

struct look {
	uint64_t *pfns;
	struct buddyinfo free;
	uint64_t counts[NR_COUNTERS];
	struct device_record asked;
};

struct evidence {
	struct performance run;
	size_t nr_pages;
	uint64_t stamp;
	size_t nr_to_touch;
	uint64_t nr_in_stocks; /* pages of node 0 that CPUs of node 1 may have, at most */
	struct stage_region region;
	struct look at[NR_MOMENTS];
	/* When fragmented: which pages are to be held, as the program chooses them. */
	size_t locked[NR_HELD], pinned[NR_HELD];
	/* Of those to be locked, that are, then and in the end. */
	size_t nr_locked, nr_locked_last;
	size_t nr_both;		    /* of those to be pinned, that are locked as well */
	uint64_t stamps[MAX_PAGES]; /* when granted */
};

/* The program locks and pins, in turns, from a sixteenth of its pages on in the order of frames. */
static void find_held(struct evidence *e)
{
	const uint64_t *pfns = e->at[FRAGMENTED].pfns;
	size_t pages[e->nr_pages], nr = by_frame(pfns, e->nr_pages, pages);

	for (size_t i = 0; i < NR_HELD && nr / 16 + 2 * NR_HELD <= nr; i++) {
		e->locked[i] = pages[nr / 16 + 2 * i];
		e->pinned[i] = pages[nr / 16 + 2 * i + 1];
	}
}

static int count_locked(const uint64_t *pfns, const size_t *pages, size_t *ret)
{
	size_t nr = 0;

	for (size_t i = 0; i < NR_HELD; i++) {
		uint64_t pfn = pfns[pages[i]], flags = 0;
		int err = pfn ? kpage_flags(&pfn, 1, &flags) : 0;

		if (err)
			return err;
		nr += flags & KPAGE_MLOCKED ? 1 : 0;
	}
	*ret = nr;
	return 0;
}

/* Writes to pages that are not in memory. Those that are mapped no more are left out. */
static int touch(const struct evidence *e, const uint64_t *pfns)
{
	char path[64];
	size_t nr = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)e->region.pid);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (size_t i = 0; i < e->nr_pages && nr < e->nr_to_touch; i++) {
		off_t at = (off_t)(e->region.address + i * page_size_bytes());

		if (!pfns[i])
			nr += pwrite(fd, "", 1, at) == 1;
	}
	close(fd);
	return 0;
}

static int look_at_node(struct look *ret)
{
	int err = buddyinfo_read(NODE, &ret->free);

	if (!err)
		err = device_record_read("order_alloc", &ret->asked);
	if (!err)
		err = vmstat_refresh();
	return err ? err : vmstat_read_many(counters, NR_COUNTERS, ret->counts);
}

/* What is looked at, and done, at one moment alone. */
static int look_closer(struct evidence *e, size_t moment, const uint64_t *pfns)
{
	int err;

	switch (moment) {
	case FILLED:
		/* What the record takes from here on is to come from the other node. The
		 * program, which has begun, is not bound by that. */
		return affinity_bind(affinity_cpu_of_node(AWAY));
	case FRAGMENTED:
		find_held(e);
		err = count_locked(pfns, e->locked, &e->nr_locked);
		return err ? err : count_locked(pfns, e->pinned, &e->nr_both);
	case COMPACTED:
		return touch(e, pfns);
	case GRANTED:
		err = count_locked(pfns, e->locked, &e->nr_locked_last);
		return err ? err : view_stamps(&e->region, e->nr_pages, e->stamps);
	default:
		return 0;
	}
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	int err = view_main_region(run->stage, "buffer", &e->region);

	if (!err)
		err = view_pfns(&e->region, e->nr_pages, &ret->pfns);
	evidence_keep(ret->pfns);
	if (!err)
		err = look_at_node(ret);
	return err ? err : look_closer(e, moment, ret->pfns);
}

/*
 * A fresh node gives out one frame after the other, so that every second page of a buffer has an
 * even frame: pages taken by their own number would be right by luck. So some single frames are
 * free on the program's CPU, all of them even, which are given out first; the odd ones beside
 * them are ours to the end.
 */
static int leave_even_frames(void)
{
	const unsigned long node = 1UL << NODE;
	uint64_t pfns[NR_MIXED];
	size_t page_bytes = page_size_bytes();
	cpu_set_t allowed;
	char *memory;
	int pagemap, err = pagemap_open(0, &pagemap);

	if (!err)
		err = affinity_read(0, &allowed);
	if (!err)
		err = affinity_bind(affinity_cpu_of_node(AWAY));
	if (!err)
		err = lab_map(NR_MIXED * page_bytes, &memory);
	if (err)
		return err;
	if (mbind(memory, NR_MIXED * page_bytes, MPOL_BIND, &node, 8 * sizeof(node), 0) ||
		madvise(memory, NR_MIXED * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	err = pagemap_pfns(pagemap, memory, NR_MIXED, pfns);
	close(pagemap);
	for (size_t i = 0; !err && i < NR_MIXED; i++)
		if (pfns[i] % 2 == 0 &&
			madvise(memory + i * page_bytes, page_bytes, MADV_DONTNEED))
			err = -errno;
	if (!err && sched_setaffinity(0, sizeof(allowed), &allowed))
		err = -errno;
	return err;
}

/* Without the pool there is no shortage, and with too large a one no room. The stocks are short
 * in this machine, so that little comes back from them when the pool has been sized. */
static int expect_room(void)
{
	struct buddyinfo free;
	int err = buddyinfo_read(NODE, &free), nr = err ? 0 : buddyinfo_pages(&free);

	if (err || (nr >= 16384 && nr <= 24576))
		return err;
	return claims_trouble(-ENOMEM, "node 0 has %d pages free, not about 22000", nr);
}

/*
 * The program comes to all CPUs, and leaves pages of node 0 in their stocks. From those of node 1 all go
 * back to the node, some seconds after the last change: refresh_cpu_vm_stats().
 */
static int count_stocks(uint64_t *ret)
{
	struct zoneinfo *info = evidence_keep(malloc(sizeof(*info)));
	cpu_set_t cpus;
	uint64_t nr = 0;
	int err = info ? zoneinfo_read(info) : -ENOMEM;

	if (!err)
		err = cpulist_read("/sys/devices/system/node/node1/cpulist", &cpus);
	if (err)
		return err;
	for (size_t i = 0; i < info->nr_zones; i++) {
		const struct zone *zone = &info->zone[i];

		for (size_t cpu = 0; zone->node == NODE && cpu < ZONEINFO_MAX_CPUS; cpu++)
			if (zone->pageset[cpu].exists && CPU_ISSET(cpu, &cpus))
				nr += zone->pageset[cpu].high;
	}
	*ret = nr;
	return 0;
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->nr_pages = drawn_size(config, "pages");
	e->stamp = drawn_size(config, "stamp");
	e->nr_to_touch = drawn_secret(config, "touched", MIN_TOUCHED, MAX_TOUCHED);
	err = expect_room();
	if (!err)
		err = count_stocks(&e->nr_in_stocks);
	if (!err)
		err = leave_even_frames();
	return err ? err : perform(config, moments, look, e, &e->run);
}

static uint64_t grown(const struct look *before, const struct look *after, int counter)
{
	return after->counts[counter] - before->counts[counter];
}

/* How many of these pages are elsewhere now; without a list, of all pages. */
static size_t nr_moved(const struct evidence *e, const size_t *pages, size_t nr)
{
	const uint64_t *before = e->at[FRAGMENTED].pfns, *now = e->at[GRANTED].pfns;
	size_t nr_moved = 0;

	for (size_t i = 0; i < nr; i++) {
		size_t at = pages ? pages[i] : i;

		nr_moved += before[at] && now[at] && before[at] != now[at];
	}
	return nr_moved;
}

/* The latest request at that moment was for the lab's block, and ended like this. */
static void expect_request(const struct look *look, unsigned flags, int error)
{
	const struct device_record *asked = &look->asked;

	expect_true(asked->nr_granted + asked->nr_refused, "a request for a block",
		"none, or none that the module understood");
	expect_equal("order", ORDER, device_record_last(asked, "order"));
	expect_equal("node", NODE, device_record_last(asked, "node"));
	expect_equal_hex("flags", flags, device_record_last(asked, "flags"));
	expect_equal("errno, 0 if granted", error, device_record_last(asked, "error"));
}

/*
 * End: the pages in odd frames are left, and thousands of single pages are free.
 * Means: the program released each page of an even frame, by any call.
 * Other ways: even pages in place of even frames, or only some of them (the frame of each page);
 * pages of odd frames besides (how many are left).
 * Pages of other programs are not counted.
 */
static void free_memory_is_left_in_single_pages(void **state)
{
	const struct evidence *e = *state;
	const struct look *now = look_of(e, FRAGMENTED), *filled = look_of(e, FILLED);
	size_t nr_left = 0, nr_odd = 0;

	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of buffer", i);
		expect_true(!now->pfns[i] || now->pfns[i] % 2, "an odd frame, or none",
			"0x%" PRIx64 ", then 0x%" PRIx64, filled->pfns[i], now->pfns[i]);
		nr_left += now->pfns[i] != 0;
		nr_odd += filled->pfns[i] % 2;
	}
	claim_where("buffer, at the checkpoint “fragmented”");
	expect_between("pages left", nr_odd - IN_MOTION, nr_odd, nr_left);
	expect_at_least("free single pages", e->nr_pages / 4, now->free.nr_free[0]);
	claim_saw("%zu pages left", nr_left);
}

/*
 * End: a block of order 9 is refused while none is free, and granted when some are.
 * Means: in between, the program made the kernel compact the node: its own thread moved pages
 * for compaction, and no request stalled for it (compact_stall), so that the means was the file
 * `compact`.
 * Other ways: the buffer moved to the other node by mbind(), move_pages() or migrate_pages()
 * (the reason of the moves); blocks released (no moves); requests with ORDER_ALLOC_DIRECT, or
 * for huge pages, in place of the file or for the last block (compact_stall grows).
 */
static void a_large_block_is_refused_until_memory_is_compacted(void **state)
{
	const struct evidence *e = *state;
	const struct look *before = look_of(e, FRAGMENTED), *now = look_of(e, GRANTED),
			  *compacted = look_of(e, COMPACTED);
	uint64_t nr = buddyinfo_blocks(&compacted->free, ORDER);

	claim_where("order_alloc, at the checkpoint “fragmented”");
	expect_request(before, 0, ENOMEM);
	expect_equal("free blocks of order 9", 0, buddyinfo_blocks(&before->free, ORDER));
	claim_where("/proc/buddyinfo, node %d, at “compacted”", NODE);
	/* More is not sure: a pinned page or one of the kernel spoils a whole block. */
	expect_at_least("blocks of order 9", 1, nr);
	expect_compaction(&e->run, moments[DIRECT], moments[COMPACTED]);
	claim_where("/proc/vmstat, from “direct” to “compacted”");
	expect_equal("direct compactions (compact_stall)", 0,
		grown(look_of(e, DIRECT), compacted, STALLS));
	claim_where("order_alloc, at the checkpoint “granted”");
	expect_request(now, 0, 0);
	expect_equal("blocks", 1, now->asked.nr_granted - compacted->asked.nr_granted);
	expect_equal("direct compactions for it (compact_stall)", 0,
		grown(compacted, now, STALLS));
	claim_saw("refused, granted; %zu such blocks in between", (size_t)nr);
}

/*
 * Where the whole node is compacted one scanner collects pages from the zone's low end on, the
 * other free frames from its high end on, and they end where they meet: each page goes up. For a
 * single block the kernel searches the lists of free blocks besides, fast_isolate_freepages(), and uses
 * up what it found there while the first scanner jumps over blocks, beyond it at times: a page
 * may come down. So only what the whole compaction moves is asked where it went.
 *
 * The buffer has as many free frames as pages: the scanners would meet in its middle, when a
 * quarter of nr_pages has moved. Pages of others that lie lower take half their number, some
 * thousand, off that (1300 to 2700 move); a sixteenth leaves room for twice as many.
 */

/*
 * End: at least a sixteenth of the pages have another frame, and all hold what they held.
 * Means: compaction moved each of them; the compaction of the whole node moved them only to
 * higher frames.
 * Other ways: a move to node 1, whose frames are higher, or a move there and back, by mbind(),
 * move_pages() or migrate_pages() (why each page came to its frame); pages written anew (no move
 * to that frame, and the stamps).
 */
static void moved_pages_went_up_and_kept_their_contents(void **state)
{
	const struct evidence *e = *state;
	const struct look *before = look_of(e, FRAGMENTED), *now = look_of(e, GRANTED);
	size_t nr = nr_moved(e, NULL, e->nr_pages);

	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of buffer", i);
		if (before->pfns[i])
			expect_equal("stamp", e->stamp + i, e->stamps[i]);
	}
	claim_where("buffer, at the checkpoint “granted”");
	expect_at_least("pages moved", e->nr_pages / 16, nr);
	expect_compacted(
		&e->run, &e->region, moments[FRAGMENTED], before->pfns, now->pfns);
	expect_upwards(&e->run, &e->region, moments[DIRECT], moments[COMPACTED]);
	claim_where("/proc/vmstat, from “fragmented” to “granted”");
	expect_at_least("pgmigrate_success", nr, grown(before, now, MIGRATED));
	claim_saw("%zu pages moved; with the whole node, each went up", nr);
}

static uint64_t nr_held(const struct look *look)
{
	uint64_t acquired = look->counts[PINNED], released = look->counts[UNPINNED];

	return acquired > released ? acquired - released : 0;
}

/*
 * End: 90% of the locked pages have another frame, and no pinned page has.
 * Means: the right pages are locked from “fragmented” to “granted”; each of the right pages was
 * pinned, and stayed though its neighbours moved.
 * Other ways: other pages pinned in their place (the address of each pin); pins released before
 * compaction (the pages then move, and fewer are held); pages locked only for the look (their
 * flags at the end, and calls that unlock); all pages locked, or both lists (the flags of the pages to
 * be pinned); some of the locked pages pinned, too (no pin has their address: one page in ten may stay
 * for other reasons).
 */
static void locked_pages_move_and_pinned_ones_stay(void **state)
{
	const struct evidence *e = *state;
	const struct look *before = look_of(e, FRAGMENTED);
	size_t moved;

	expect_moment(&e->run, GRANTED);
	claim_where("the pages to be held, at the checkpoint “fragmented”");
	expect_equal("pages locked (MLOCKED)", NR_HELD, e->nr_locked);
	expect_at_least("pages pinned (nr_foll_pin_acquired - nr_foll_pin_released)",
		NR_HELD, nr_held(before));
	for (size_t i = 0; i < NR_HELD; i++) {
		expect_pin(&e->run, &e->region, e->pinned[i], moments[FRAGMENTED]);
		expect_no_pin(&e->run, &e->region, e->locked[i], moments[FRAGMENTED]);
	}
	claim_where("the pages to be pinned, at the checkpoint “fragmented”");
	expect_equal("pages that are locked, too (MLOCKED)", 0, e->nr_both);
	claim_where("the pages to be held, at the checkpoint “granted”");
	moved = nr_moved(e, e->locked, NR_HELD);
	expect_at_least("locked pages moved", NR_HELD * 9 / 10, moved);
	expect_equal("pages locked (MLOCKED)", NR_HELD, e->nr_locked_last);
	for (size_t i = 0; i < NR_HELD; i++)
		expect_no_unlock(&e->run, &e->region, e->locked[i], moments[FRAGMENTED],
			moments[GRANTED]);
	claim_where("the pages to be held, at the checkpoint “granted”");
	expect_equal("pinned pages moved", 0, nr_moved(e, e->pinned, NR_HELD));
	expect_at_least("pages pinned (nr_foll_pin_acquired - nr_foll_pin_released)",
		NR_HELD, nr_held(look_of(e, GRANTED)));
	claim_saw("%zu locked pages moved, no pinned one", moved);
}

/*
 * End: the program holds one block more, which it requested with ORDER_ALLOC_DIRECT.
 * Means: the kernel compacted for a request of the program, with success (compact_success), and
 * reclaimed none of its pages.
 * Other ways: a block that was free, or released before (no success is counted, and no block
 * more is held); room made by moves to the other node (the reason of the moves).
 */
static void direct_compaction_makes_the_block_at_once(void **state)
{
	const struct evidence *e = *state;
	const struct look *before = look_of(e, FRAGMENTED), *now = look_of(e, DIRECT);

	claim_where("order_alloc, at the checkpoint “direct”");
	expect_request(now, ORDER_ALLOC_DIRECT, 0);
	expect_at_least("new blocks", 1, now->asked.nr_held - before->asked.nr_held);
	claim_where("/proc/vmstat, since “fragmented”");
	expect_at_least("compact_success", 1, grown(before, now, SUCCESSES));
	expect_equal("pgsteal_direct", 0, grown(before, now, STOLEN));
	expect_compaction(&e->run, moments[FRAGMENTED], moments[DIRECT]);
	claim_saw("%zu pages moved", (size_t)grown(before, now, MIGRATED));
}

static void expect_shown(const struct evidence *e, enum moment moment, const char *hole)
{
	uint64_t nr = e->at[moment].free.nr_free[0], printed = UINT64_MAX;
	/* Taken by others since, or given back by them and by the stocks. */
	uint64_t less = NOISE_PAGES + (moment == FILLED ? 0 : e->nr_in_stocks);

	claim_where("output, at the checkpoint “%s”", moments[moment]);
	transcript_u64(e->run.report, hole, &printed);
	expect_between(
		"single pages", nr > less ? nr - less : 0, nr + NOISE_PAGES, printed);
}

/*
 * End: the lines are printed as they must be, with the numbers of this run.
 * Means: any means that counts them.
 * Other ways: numbers of an earlier run, or by theory (each number is compared); pages counted
 * as moved that only came into memory since (the checker touches some).
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct transcript *report = e->run.report;

	expect_moment(&e->run, GRANTED);
	expect_transcript_complete(report);
	expect_shown(e, FILLED, "single0");
	expect_shown(e, FRAGMENTED, "single1");
	expect_shown(e, COMPACTED, "single2");
	claim_where("output");
	expect_hole(report, "large1", 0);
	expect_hole(report, "large2", buddyinfo_blocks(&e->at[COMPACTED].free, ORDER));
	expect_hole(report, "direct", device_record_last(&e->at[DIRECT].asked, "pfn"));
	expect_hole(report, "granted", device_record_last(&e->at[GRANTED].asked, "pfn"));
	expect_hole(report, "moved", nr_moved(e, NULL, e->nr_pages));
	expect_exit(e->run.stage, 0);
}

static const struct CMUnitTest claims[] = {
	CLAIM(free_memory_is_left_in_single_pages),
	CLAIM(a_large_block_is_refused_until_memory_is_compacted),
	CLAIM(moved_pages_went_up_and_kept_their_contents),
	CLAIM(locked_pages_move_and_pinned_ones_stay),
	CLAIM(direct_compaction_makes_the_block_at_once),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
