/* SPDX-License-Identifier: MIT */
/*
 * Lab 12, the checker: looks at the buffer's frames, at the kernel's counters and at what
 * cma_grab was asked for, at five moments, then judges.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <numaif.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "check_policy.h"
#include "cma_grab.h"
#include "page_pin.h"

#define AREA_PFN UINT64_C(0xd8000) /* the machine's profile */
#define AREA_PAGES UINT64_C(0x8000)
#define GRAB_BYTES (UINT64_C(96) << 20)
#define TOO_MUCH_BYTES (UINT64_C(256) << 20)
#define NR_PINNED 128
#define MAX_PAGES 30720 /* lab.json */
#define NODE 1
#define MIB UINT64_C(0x100000)
#define NR_ENDS 2 /* the first page of the buffer and the last one */
#define MAX_SWAPS 16
#define NOISE_PAGES 1024 /* in the CPUs' own lists, which nr_free_cma does not count */

enum moment { FILLED, REFUSED, PINNED, GRABBED, RETURNED, NR_MOMENTS };

static const char *const moments[] = {
	"filled", "refused", "pinned", "grabbed", "returned", NULL};

enum counter { GRABS, FREE, MIGRATED, ACQUIRED, RELEASED, NR_COUNTERS };
static const char *const counters[] = {"cma_alloc_success", "nr_free_cma",
	"pgmigrate_success", "nr_foll_pin_acquired", "nr_foll_pin_released"};

struct look {
	uint64_t *pfns;
	uint64_t counts[NR_COUNTERS];
	struct device_record asked;
};

struct evidence {
	struct performance run;
	size_t nr_pages;
	uint64_t stamp;
	struct stage_region region;
	struct device_record own; /* what we asked of the driver ourselves */
	struct look at[NR_MOMENTS];
	uint64_t stamps[MAX_PAGES]; /* when grabbed */
};

static bool is_in_area(uint64_t pfn)
{
	return pfn >= AREA_PFN && pfn < AREA_PFN + AREA_PAGES;
}

/* The ends of the buffer that are outside of the area, and behind them as many pages that are inside,
 * from page `from` on. How many in all; 0: there is nothing to do, or not enough inside. */
static size_t choose_swap(const struct evidence *e, const uint64_t *pfns, size_t from,
	size_t ret[2 * NR_ENDS])
{
	size_t nr = 0, nr_outside;

	if (pfns[0] && !is_in_area(pfns[0]))
		ret[nr++] = 0;
	if (pfns[e->nr_pages - 1] && !is_in_area(pfns[e->nr_pages - 1]))
		ret[nr++] = e->nr_pages - 1;
	nr_outside = nr;
	for (size_t i = from; i < e->nr_pages - 1 && nr < 2 * nr_outside; i++)
		if (is_in_area(pfns[i]))
			ret[nr++] = i;
	return nr < 2 * nr_outside ? 0 : nr;
}

static int move_all(
	const struct stage_region *region, const size_t pages[], size_t nr, int node)
{
	void *addresses[2 * NR_ENDS] = {NULL};
	int nodes[2 * NR_ENDS], status[2 * NR_ENDS];

	for (size_t i = 0; i < nr; i++) {
		addresses[i] = (void *)(region->address + pages[i] * page_size_bytes());
		nodes[i] = node;
	}
	return move_pages(region->pid, nr, addresses, nodes, status, MPOL_MF_MOVE) < 0
		       ? -errno
		       : 0;
}

/*
 * Puts both ends of the buffer into the area, so that who leaves one of them out counts too few pages.
 * They change their frames with pages that are inside: a CPU gives out first what was released to it
 * last. Another may come in between; then it is tried with other pages.
 */
static int bring_ends_inside(
	const struct evidence *e, const struct stage_region *region, uint64_t **pfns)
{
	size_t swap[2 * NR_ENDS], nr;
	int err = 0;

	for (size_t i = 1; !err && i <= MAX_SWAPS; i++) {
		nr = choose_swap(e, *pfns, i * e->nr_pages / (MAX_SWAPS + 1), swap);
		if (!nr)
			return 0;
		err = move_all(region, swap, nr, !NODE);
		if (!err)
			err = move_all(region, swap, nr, NODE);
		free(*pfns);
		*pfns = NULL;
		if (!err)
			err = view_pfns(region, e->nr_pages, pfns);
	}
	return err;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	struct stage_region region;
	int err = view_main_region(run->stage, "buffer", &region);

	if (!err) {
		e->region = region;
		err = view_pfns(&region, e->nr_pages, &ret->pfns);
	}
	if (!err && moment == FILLED)
		err = bring_ends_inside(e, &region, &ret->pfns);
	evidence_keep(ret->pfns);
	if (!err)
		err = device_record_read("cma_grab", &ret->asked);
	ret->asked.nr_granted -= e->own.nr_granted;
	ret->asked.nr_refused -= e->own.nr_refused;
	ret->asked.nr_held -= e->own.nr_held;
	if (!err)
		err = vmstat_refresh();
	if (!err)
		err = vmstat_read_many(counters, NR_COUNTERS, ret->counts);
	if (!err && moment == GRABBED)
		err = view_stamps(&region, e->nr_pages, e->stamps);
	return err;
}

/* A kernel that cannot have the area there goes on without one. */
static int expect_area(void)
{
	size_t kib = 0, wanted = AREA_PAGES * page_size_bytes() / 1024;
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];

	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file))
		sscanf(line, "CmaTotal: %zu kB", &kib);
	fclose(file);
	if (kib == wanted)
		return 0;
	return claims_trouble(-ENODATA,
		"the machine has a CMA area of %zu KiB, and the lab needs one of %zu on "
		"node 1: did the kernel refuse the arguments of the profile cma?",
		kib, wanted);
}

/* The program inherits it: without a policy, it has memory of the other node. */
static int begin_on_other_node(void)
{
	cpu_set_t cpus;
	int err = cpulist_read("/sys/devices/system/node/node0/cpulist", &cpus);

	if (!err && sched_setaffinity(0, sizeof(cpus), &cpus))
		err = -errno;
	return err;
}

static int take_block(uint64_t length_bytes, int *ret_device)
{
	struct cma_grab_request request = {.length_bytes = length_bytes};

	*ret_device = open("/dev/cma_grab", O_RDWR | O_CLOEXEC);
	if (*ret_device < 0 || ioctl(*ret_device, CMA_GRAB_TAKE, &request))
		return claims_trouble(
			-errno, "cma_grab has no %" PRIu64 " bytes for us", length_bytes);
	return 0;
}

/*
 * The driver would find its block at the same place each time, and nothing below it but what is pinned.
 * Therefore we keep a block of our own in the area until the run ends, behind a gap that is too small for
 * the driver. A part of the gap is less than the kernel's largest block, so that it lends that part first.
 */
static int move_the_block(const struct stage_config *config, struct evidence *e)
{
	uint64_t gap = 4 * drawn_secret(config, "large blocks in the gap", 0, 2) +
		       drawn_secret(config, "MiB more", 1, 2);
	int below, device;
	int err = take_block(gap * MIB, &below);

	if (!err)
		err = take_block(MIB, &device);
	close(below);
	return err ? err : device_record_read("cma_grab", &e->own);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->nr_pages = drawn_size(config, "pages");
	e->stamp = drawn_size(config, "stamp");
	err = expect_area();
	if (!err)
		err = move_the_block(config, e);
	if (!err)
		err = begin_on_other_node();
	return err ? err : perform(config, moments, look, e, &e->run);
}

static uint64_t grown(const struct look *before, const struct look *after, int counter)
{
	return after->counts[counter] - before->counts[counter];
}

/* How many pages have a frame in [first, first + nr). */
static size_t nr_inside(
	const struct evidence *e, enum moment moment, uint64_t first, uint64_t nr)
{
	const uint64_t *pfns = e->at[moment].pfns;
	size_t nr_inside = 0;

	for (size_t i = 0; i < e->nr_pages; i++)
		nr_inside += pfns[i] >= first && pfns[i] < first + nr;
	return nr_inside;
}

/* A number of the latest request at that moment. */
static uint64_t last(const struct evidence *e, enum moment moment, const char *name)
{
	return device_record_last(&e->at[moment].asked, name);
}

/* What happened between a moment and the one before. */
static struct record_query just_before(enum moment moment, enum record_kind kind)
{
	return (struct record_query){
		.kind = kind, .after = moments[moment - 1], .before = moments[moment]};
}

/* The call that had that request granted; else the last that was refused; else NULL. */
static const struct record_event *find_asked(
	const struct record *record, enum moment moment, unsigned long request)
{
	struct record_query query = just_before(moment, RECORD_CALL);
	const struct record_event *refused = NULL;

	query.nr = SYS_ioctl;
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));) {
		if ((uint32_t)ev->call.args[1] != request || !ev->call.returned)
			continue;
		if (ev->call.result >= 0)
			return ev;
		refused = ev;
	}
	return refused;
}

/* Something was asked of a driver, and it did it. */
static void expect_asked(const struct record *record, enum moment moment,
	unsigned long request, const char *what)
{
	const struct record_event *asked = find_asked(record, moment, request);
	char words[RECORD_WORDS_BYTES];

	claim_where("the calls from “%s” to “%s”", moments[moment - 1], moments[moment]);
	expect_true(asked, what, "none");
	record_words(asked, words, sizeof(words));
	expect_true(asked->call.result >= 0, what, "%s", words);
}

/* The pages of the buffer that this call put into the frame that they have since: what the
 * kernel does for a call it does in the caller's thread. */
static void find_moved_by(const struct evidence *e, const struct record *record,
	enum moment moment, const struct record_event *call, bool *ret_moved)
{
	const uint64_t *before = e->at[moment - 1].pfns, *now = e->at[moment].pfns;
	struct record_query query = just_before(moment, RECORD_MOVE);
	const struct record_event *ev = call;

	query.from = e->region.address;
	query.bytes = e->region.length_bytes;
	while ((ev = record_next(record, &query, ev)) &&
		(!call->call.returned || ev->time_ns <= call->call.end_ns)) {
		size_t page = (ev->move.address - query.from) / page_size_bytes();

		if (ev->tid == call->tid && ev->move.to_pfn == now[page] &&
			before[page] != now[page])
			ret_moved[page] = true;
	}
}

static void find_moved(const struct evidence *e, const struct record *record,
	enum moment moment, unsigned long request, bool ret_moved[MAX_PAGES])
{
	struct record_query query = just_before(moment, RECORD_CALL);

	query.nr = SYS_ioctl;
	memset(ret_moved, 0, MAX_PAGES * sizeof(*ret_moved));
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));)
		if ((uint32_t)ev->call.args[1] == request)
			find_moved_by(e, record, moment, ev, ret_moved);
}

/* The pages of the buffer that the program pinned, by their own addresses. */
static void find_pinned(
	const struct evidence *e, const struct record *record, bool ret_pinned[MAX_PAGES])
{
	struct record_query query = just_before(PINNED, RECORD_PIN);

	query.from = e->region.address;
	query.bytes = e->region.length_bytes;
	memset(ret_pinned, 0, MAX_PAGES * sizeof(*ret_pinned));
	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &query, ev));) {
		size_t page = (ev->pin.address - query.from) / page_size_bytes();

		for (uint64_t i = 0; ev->pin.returned && ev->pin.result > 0 &&
				     i < ev->pin.nr_pages && page + i < e->nr_pages;
			i++)
			ret_pinned[page + i] = true;
	}
}

static void expect_request(
	const struct evidence *e, enum moment moment, uint64_t length_bytes, int error)
{
	const struct device_record *asked = &e->at[moment].asked;

	claim_where("cma_grab, at the checkpoint “%s”", moments[moment]);
	expect_true(asked->nr_granted + asked->nr_refused, "a request for a block",
		"none, or none that the module understood");
	expect_equal("length", length_bytes, last(e, moment, "length"));
	expect_equal("errno, 0 if granted", error, last(e, moment, "error"));
}

static void expect_nothing_moved(
	const struct evidence *e, enum moment before, enum moment now)
{
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where(
			"page %zu of buffer, at the checkpoint “%s”", i, moments[now]);
		if (e->at[before].pfns[i])
			expect_equal_hex(
				"pfn", e->at[before].pfns[i], e->at[now].pfns[i]);
	}
}

/* No page was made elsewhere and moved to the node then. */
static void expect_made_there(const struct evidence *e)
{
	const struct record *record = expect_record(&e->run, RECORD_CALLS | RECORD_MOVES);
	const struct record_query calls = {
		.kind = RECORD_CALL, .before = moments[FILLED]};
	const struct record_query moves = {.kind = RECORD_MOVE,
		.from = e->region.address,
		.bytes = e->region.length_bytes,
		.before = moments[FILLED]};
	char words[RECORD_WORDS_BYTES];

	for (const struct record_event *call = NULL;
		(call = record_next(record, &calls, call));) {
		const struct record_event *ev = call;

		if (call->call.nr != SYS_mbind && call->call.nr != SYS_move_pages &&
			call->call.nr != SYS_migrate_pages)
			continue;
		record_words(call, words, sizeof(words));
		while ((ev = record_next(record, &moves, ev)) &&
			(!call->call.returned || ev->time_ns <= call->call.end_ns))
			expect_true(ev->tid != call->tid, "pages made on the node",
				"pages moved by %s", words);
	}
}

/*
 * End: the buffer is in memory, at least 20% of it in the area.
 * Means: mbind() or set_mempolicy() with MPOL_BIND, then writes or MADV_POPULATE_WRITE.
 * Other ways: a program that happens to run on node 1, or prefers node 1, or allows the other
 * node, too, and gets all pages from node 1 (the policy in force when each page was made, and its
 * nodes); pages allocated elsewhere, and then moved there (moves within a call).
 */
static void the_area_is_lent_to_the_program(void **state)
{
	const struct evidence *e = *state;
	const struct look *now = look_of(e, FILLED);
	size_t nr = nr_inside(e, FILLED, AREA_PFN, AREA_PAGES);

	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of buffer", i);
		expect_true(now->pfns[i], "a page in memory", "none");
	}
	claim_where("buffer, at the checkpoint “filled”");
	expect_at_least("pages in the area", e->nr_pages / 5, nr);
	expect_made_bound(&e->run, &e->region, NODE, moments[FILLED]);
	expect_made_there(e);
	claim_saw("%zu of %zu pages lie in the area", nr, e->nr_pages);
}

/*
 * End: no page has moved.
 * Means: the module's own record has a request for 256 MiB that the module refused with ENOMEM.
 * Other ways: none: a program that prints this without a request leaves the module's record
 * empty.
 */
static void more_than_the_area_is_refused_and_moves_nothing(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, REFUSED);
	expect_request(e, REFUSED, TOO_MUCH_BYTES, ENOMEM);
	expect_nothing_moved(e, FILLED, REFUSED);
	claim_saw("refused, and no page moved");
}

/*
 * End: 128 pages of the area have frames outside it; as many pages are pinned, and still are
 * when the driver has its block.
 * Means: pins of these very pages, and moves of them by the calls that pinned them.
 * Other ways: move_pages() or mbind(), with pins of other pages or later pins (the move is not
 * within the call that pins); pins of another buffer (addresses); memory allocated anew (no move
 * to the new frame); pins released after the look. The kernel may move pages for reasons of its
 * own meanwhile: up to 10% may lack such a move.
 */
static void a_long_term_pin_takes_pages_out_first(void **state)
{
	const struct evidence *e = *state;
	static bool moved[MAX_PAGES], pinned[MAX_PAGES];
	size_t nr_moved = 0;
	const uint64_t *before = look_of(e, REFUSED)->pfns;
	const struct look *now = look_of(e, PINNED);
	const struct record *record =
		expect_record(&e->run, RECORD_CALLS | RECORD_MOVES | RECORD_PINS);
	size_t pages[e->nr_pages], nr = by_frame(before, e->nr_pages, pages), seen = 0;

	expect_asked(record, PINNED, PAGE_PIN_PIN, "ioctl(PAGE_PIN_PIN), granted");
	find_moved(e, record, PINNED, PAGE_PIN_PIN, moved);
	find_pinned(e, record, pinned);
	claim_where("nr_foll_pin_acquired and nr_foll_pin_released in /proc/vmstat");
	expect_equal(
		"pages pinned", NR_PINNED, now->counts[ACQUIRED] - now->counts[RELEASED]);
	for (size_t i = 0; i < nr && seen < NR_PINNED; i++) {
		size_t page = pages[i];

		if (!is_in_area(before[page]))
			continue;
		seen++;
		claim_where("page %zu of buffer, among the lowest in the area", page);
		expect_true(now->pfns[page] && !is_in_area(now->pfns[page]),
			"out of the area", "pfn 0x%" PRIx64, now->pfns[page]);
		expect_true(pinned[page], "a pin of this page", "none");
		nr_moved += moved[page];
	}
	claim_where("buffer, at the checkpoint “refused”");
	expect_equal("pages of the area to pin", NR_PINNED, seen);
	claim_where("buffer, from “refused” to “pinned”");
	expect_at_least("pages moved by the calls that pinned them", NR_PINNED * 9 / 10,
		nr_moved);
	now = &e->at[GRABBED];
	claim_where("nr_foll_pin_* in /proc/vmstat, at “grabbed”");
	if (now->pfns)
		expect_equal("pages still pinned", NR_PINNED,
			now->counts[ACQUIRED] - now->counts[RELEASED]);
	claim_saw("%d pages left the area when they were pinned", NR_PINNED);
}

/* No page left the frames of the block by the program's move_pages(), migrate_pages() or mbind(), since
 * the buffer was full. */
static void expect_not_cleared(const struct evidence *e, const struct record *record,
	uint64_t first, uint64_t nr)
{
	const struct record_query moves = {.kind = RECORD_MOVE,
		.from = e->region.address,
		.bytes = e->region.length_bytes,
		.after = moments[FILLED],
		.before = moments[GRABBED]};

	for (const struct record_event *ev = NULL;
		(ev = record_next(record, &moves, ev));) {
		unsigned reason = record_reason_of(record, ev);
		uint64_t from_pfn = ev->move.from_pfn;

		if (!ev->pid) /* by us, at “filled” */
			continue;
		claim_where("page %zu of buffer",
			(size_t)(ev->move.address - moves.from) / page_size_bytes());
		expect_true(
			from_pfn < first || from_pfn >= first + nr ||
				(reason != RECORD_FOR_CALL && reason != RECORD_FOR_MBIND),
			"a page that leaves the block by the driver's request alone",
			"moved by another call of the program's");
	}
}

/*
 * End: the driver has its block, and the pages that were there are elsewhere, with their
 * contents.
 * Means: the driver's request for 96 MiB, during which the kernel moved the pages.
 * Other ways: pages moved before it by mbind(), move_pages() or migrate_pages(), or written anew
 * (no move to the new frame within the driver's call; no move out of the block for such a call
 * since the buffer was full). The kernel may move pages for reasons of its own meanwhile: up to
 * 10% may lack such a move.
 */
static void the_grab_moves_out_what_is_in_its_way(void **state)
{
	const struct evidence *e = *state;
	static bool moved[MAX_PAGES];
	size_t nr_moved = 0;
	const struct look *before = look_of(e, PINNED), *now = look_of(e, GRABBED);
	uint64_t nr = GRAB_BYTES / page_size_bytes(), first = last(e, GRABBED, "pfn"),
		 out;
	const struct record *record;
	size_t in_its_way;

	expect_request(e, GRABBED, GRAB_BYTES, 0);
	record = expect_record(&e->run, RECORD_CALLS | RECORD_MOVES);
	find_moved(e, record, GRABBED, CMA_GRAB_TAKE, moved);
	expect_true(is_in_area(first) && is_in_area(first + nr - 1),
		"a block in the area", "pfn 0x%" PRIx64, first);
	expect_equal("blocks held", 1, now->asked.nr_held);
	in_its_way = nr_inside(e, PINNED, first, nr);
	claim_where("buffer, within the block");
	expect_at_least("pages before", NR_PINNED, in_its_way);
	expect_equal("pages afterwards", 0, nr_inside(e, GRABBED, first, nr));
	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of buffer", i);
		if (before->pfns[i])
			expect_equal("stamp", e->stamp + i, e->stamps[i]);
	}
	for (size_t i = 0; i < e->nr_pages; i++)
		nr_moved += moved[i] && before->pfns[i] >= first &&
			    before->pfns[i] < first + nr;
	claim_where("buffer, from “pinned” to “grabbed”");
	expect_at_least("pages moved out of the block by the driver's request",
		in_its_way * 9 / 10, nr_moved);
	expect_not_cleared(e, record, first, nr);
	claim_where("/proc/vmstat");
	expect_at_least("cma_alloc_success", 1, grown(before, now, GRABS));
	expect_at_least("pgmigrate_success", in_its_way, grown(before, now, MIGRATED));
	out = nr_inside(e, PINNED, AREA_PFN, AREA_PAGES) -
	      nr_inside(e, GRABBED, AREA_PFN, AREA_PAGES);
	expect_between("nr_free_cma less", nr - out - NOISE_PAGES, nr - out + NOISE_PAGES,
		-grown(before, now, FREE));
	claim_saw("%zu pages were in its way, and none is", in_its_way);
}

/*
 * End: no descriptor holds the block, its pages are free, and the buffer's pages stay where they
 * are.
 * Means: CMA_GRAB_GIVE_BACK.
 * Other ways: the device closed, or the process that held the block killed, where the kernel's
 * release() returns it; but the task is to ask for that (the call).
 */
static void what_is_given_back_is_free_and_stays_empty(void **state)
{
	const struct evidence *e = *state;
	const struct look *before = look_of(e, GRABBED), *now = look_of(e, RETURNED);
	uint64_t nr = last(e, GRABBED, "length") / page_size_bytes();

	expect_asked(expect_record(&e->run, RECORD_CALLS), RETURNED, CMA_GRAB_GIVE_BACK,
		"ioctl(CMA_GRAB_GIVE_BACK), granted");
	claim_where("cma_grab, at the checkpoint “returned”");
	expect_equal("blocks held at “grabbed”", 1, before->asked.nr_held);
	expect_equal("blocks held", 0, now->asked.nr_held);
	claim_where("/proc/vmstat");
	expect_at_least("nr_free_cma more", nr > NOISE_PAGES ? nr - NOISE_PAGES : 0,
		grown(before, now, FREE));
	expect_nothing_moved(e, GRABBED, RETURNED);
	claim_saw(
		"%" PRIu64 " pages free, and none moved back", grown(before, now, FREE));
}

/*
 * End: the lines are printed as they must be, with the numbers of this run.
 * Means: any means that counts them; frames differ from run to run.
 * Other ways: numbers of an earlier run, or by theory (each number is compared); a block that is known, or
 * a count of all pages below its end (the checker's own block stands before it, behind pages that are lent);
 * a count without the first page or the last one (both are in the area).
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	uint64_t nr = GRAB_BYTES / page_size_bytes(), first;

	expect_moment(&e->run, RETURNED);
	expect_transcript_complete(e->run.report);
	first = last(e, GRABBED, "pfn");
	claim_where("output");
	expect_hole(e->run.report, "filled", nr_inside(e, FILLED, AREA_PFN, AREA_PAGES));
	expect_hole(e->run.report, "pages", e->nr_pages);
	expect_hole(e->run.report, "pinned", nr_inside(e, PINNED, AREA_PFN, AREA_PAGES));
	expect_hole(e->run.report, "block", first);
	expect_hole(e->run.report, "way", nr_inside(e, PINNED, first, nr));
	expect_hole(
		e->run.report, "grabbed", nr_inside(e, GRABBED, AREA_PFN, AREA_PAGES));
	expect_hole(e->run.report, "inside", nr_inside(e, GRABBED, first, nr));
	expect_exit(e->run.stage, 0);
	claim_saw("the numbers of pages agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(the_area_is_lent_to_the_program),
	CLAIM(more_than_the_area_is_refused_and_moves_nothing),
	CLAIM(a_long_term_pin_takes_pages_out_first),
	CLAIM(the_grab_moves_out_what_is_in_its_way),
	CLAIM(what_is_given_back_is_free_and_stays_empty),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
