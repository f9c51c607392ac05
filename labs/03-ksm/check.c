/* SPDX-License-Identifier: MIT */
/*
 * Lab 03, the checker: looks at both processes' buffers at four moments, with ksmd
 * paused, then judges. Merging is proven by PFNs and map counts; the KSM flag of
 * kpageflags proves nothing on newer kernels. That the page was written, and that somebody
 * waited, is in the record. What ksmd is given to do beside the program's memory: check_ksmd.h.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "check_ksmd.h"

/* ksmd's rest between two scans after the write: who does not wait sees fewer scans. */
#define SLOW_MS 80
#define MAX_PAGES 256
#define NR_SCANS 3
#define MIN_LOOKS 2 /* at the number of scans, by who waits for some */
#define MIN_OURS 41
#define MAX_OURS 79
#define MAX_CHANGED 37

enum moment { FILLED, MERGED, WRITTEN, SETTLED, NR_MOMENTS };

static const char *const moments[] = {"filled", "merged", "written", "settled", NULL};

/* One process's buffer at one moment. */
struct side {
	struct stage_region region;
	struct view view;
	uint64_t nr_merged;
	bool right[MAX_PAGES]; /* the page has the contents asked for; when filled */
};

struct look {
	struct side of[VIEW_NR_SIDES]; /* the parent is the writer */
	struct ksm ksm;
	uint64_t cow_ksm;
};

struct evidence {
	struct performance run;
	size_t nr_pages, nr_contents;
	uint64_t seed;
	struct our_pages ours;
	size_t nr_changed;	 /* of ours, after the write */
	struct held_page held;	 /* the last one of the child's */
	struct held_scans scans; /* from the write on */
	unsigned char *page_0;	 /* of the parent's buffer, when merged */
	size_t nr_changed_bytes; /* in it by the write */
	struct ksm before;
	struct look at[NR_MOMENTS];
};

/* Word by word, as fill_page() fills it. */
static bool has_contents(const struct evidence *e, const uint64_t *page, size_t number)
{
	for (size_t i = 0; i < page_size_bytes() / sizeof(*page); i++)
		if (page[i] != e->seed + number * 0x9e3779b97f4a7c15 + i)
			return false;
	return true;
}

/* What page 0 holds: before the write, and how many bytes are others after it. */
static int look_at_page_0(
	struct evidence *e, const struct stage_region *region, size_t moment)
{
	unsigned char *now = malloc(page_size_bytes());
	int err = now ? view_peek(region, 0, now, page_size_bytes()) : -ENOMEM;

	evidence_keep(now);
	if (!err && moment == MERGED)
		e->page_0 = now;
	if (err || moment != WRITTEN || !e->page_0)
		return err;
	for (size_t i = 0; i < page_size_bytes(); i++)
		e->nr_changed_bytes += now[i] != e->page_0[i];
	return 0;
}

static int read_contents(
	const struct evidence *e, const struct stage_region *region, bool *ret_right)
{
	size_t page_bytes = page_size_bytes();
	char *memory = malloc(e->nr_pages * page_bytes);
	int err =
		memory ? view_peek(region, 0, memory, e->nr_pages * page_bytes) : -ENOMEM;

	for (size_t i = 0; i < e->nr_pages && !err; i++)
		ret_right[i] = has_contents(e,
			(const uint64_t *)(memory + i * page_bytes), i % e->nr_contents);
	free(memory);
	return err;
}

static int look_at_side(const struct evidence *e, const struct stage_region *region,
	size_t moment, struct side *ret)
{
	int err = view_take_part(region, e->nr_pages, &ret->view);

	ret->region = *region;
	if (!err)
		err = ksm_merging_pages(region->pid, &ret->nr_merged);
	if (!err && moment == FILLED)
		err = read_contents(e, region, ret->right);
	return err;
}

static int look_at_both(struct evidence *e, const struct performance *run, size_t moment)
{
	struct stage_region region;
	int err = 0;

	for (int side = 0; side < VIEW_NR_SIDES && !err; side++) {
		err = view_side_region(run->stage, side, "buffer", &region);
		if (!err)
			err = look_at_side(e, &region, moment, &e->at[moment].of[side]);
		if (!err && side == VIEW_PARENT &&
			(moment == MERGED || moment == WRITTEN))
			err = look_at_page_0(e, &region, moment);
	}
	return err;
}

/* How many pages both buffers save when all is merged. */
static uint64_t all_saved(const struct evidence *e)
{
	return 2 * e->nr_pages - e->nr_contents;
}

/* What ksmd finds when it goes on. Where the regions are not right there is nothing to hold. */
static int change(struct evidence *e, size_t moment, bool are_right)
{
	if (moment == FILLED && are_right)
		return held_page_begin(&e->held, &e->at[FILLED].of[VIEW_CHILD].region,
			e->nr_pages - 1, e->at[FILLED].of[VIEW_PARENT].region.pid,
			e->before.pages_sharing + all_saved(e) - 1);
	if (moment == WRITTEN)
		our_pages_change(&e->ours, e->nr_changed);
	return moment == WRITTEN ? ksm_write("sleep_millisecs", SLOW_MS) : 0;
}

/* Not before the write: the kernel copies a page before the program's instruction writes to it, and
 * ksmd would merge the copy if it came in between. After it, when the program waits for that. */
static int go_on(struct evidence *e, size_t moment, bool are_right)
{
	if (moment == MERGED)
		return 0;
	if (moment == WRITTEN && are_right)
		return held_scans_begin(
			&e->scans, e->at[WRITTEN].of[VIEW_PARENT].region.pid);
	return ksm_write("run", 1);
}

/* With ksmd paused, and going on afterwards whatever the regions were. */
static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	int seen, err;

	if (moment == MERGED)
		held_page_end(&e->held);
	held_scans_end(&e->scans);
	err = ksm_write("run", 0);
	if (err)
		return err;
	seen = look_at_both(e, run, moment);
	err = ksm_read(&ret->ksm);
	if (!err)
		err = vmstat_read("cow_ksm", &ret->cow_ksm);
	if (!err)
		err = change(e, moment, !seen);
	if (!err)
		err = go_on(e, moment, !seen);
	return err ? err : seen;
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	bool others = false;
	int err;

	e->nr_pages = drawn_size(config, "pages");
	e->nr_contents = drawn_size(config, "contents");
	e->seed = drawn_seed(config);
	err = config->shared_host ? ksm_has_others(10000, &others) : 0;
	if (!err && others)
		return claims_skip("ksmd merges pages of other programs, too");
	e->held.mem = -1;
	e->nr_changed = drawn_secret(config, "our pages that change", 1, MAX_CHANGED);
	if (!err && !config->shared_host)
		err = ksmd_share_cpu();
	if (!err)
		err = our_pages_merge(
			&e->ours, drawn_secret(config, "our pages", MIN_OURS, MAX_OURS));
	if (!err)
		err = ksm_read(&e->before);
	if (!err)
		err = perform(config, moments, look, e, &e->run);
	held_page_end(&e->held);
	held_scans_end(&e->scans);
	if (!err && !e->scans.let_go)
		err = ksm_write("run", 1);
	return err;
}

/* How many pages of both buffers have the contents of this one. */
static size_t copies_of(const struct evidence *e, size_t page)
{
	size_t contents = page % e->nr_contents;

	return 2 * ((e->nr_pages - contents + e->nr_contents - 1) / e->nr_contents);
}

/*
 * End: each page of both buffers has its own frame, mapped once, and its contents.
 * Means: each process fills its own buffer; the checker reads all contents from outside.
 * Other ways: filled before fork(), and shared by copy-on-write (map count 2); a shared mapping,
 * or pages of a file (map counts, and no merge in the claims that follow).
 */
static void processes_start_with_frames_of_their_own(void **state)
{
	const struct evidence *e = *state;
	const struct look *filled = look_of(e, FILLED);

	for (int side = 0; side < VIEW_NR_SIDES; side++) {
		for (size_t i = 0; i < e->nr_pages; i++) {
			claim_where("page %zu of buffer in %s", i, view_sides[side]);
			expect_true(filled->of[side].view.pfns[i], "a page in memory",
				"none");
			expect_equal("map count", 1, filled->of[side].view.map_counts[i]);
			expect_true(filled->of[side].right[i],
				"contents number i % nr_contents in all of the page",
				"other contents");
		}
	}
	claim_saw("%zu pages, each mapped once", 2 * e->nr_pages);
}

/* Both are mappings of their own, of which smaps tells the costs. */
static bool stand_alone(const struct look *look)
{
	return look->of[VIEW_PARENT].view.smaps.nr_mappings &&
	       look->of[VIEW_CHILD].view.smaps.nr_mappings;
}

/*
 * A frame mapped n times counts for 1/n in each Pss, so that both buffers together
 * cost the frames that are left; Rss still counts every page.
 */
static void expect_shares(const struct evidence *e, const struct look *merged)
{
	uint64_t page_bytes = page_size_bytes();
	uint64_t pss_bytes = merged->of[VIEW_PARENT].view.smaps.pss_bytes +
			     merged->of[VIEW_CHILD].view.smaps.pss_bytes;

	expect_between("Pss of both buffers, bytes", (e->nr_contents - 1) * page_bytes,
		(e->nr_contents + 1) * page_bytes, pss_bytes);
	for (int side = 0; side < VIEW_NR_SIDES; side++)
		expect_equal("Rss of buffer, bytes", e->nr_pages * page_bytes,
			merged->of[side].view.smaps.rss_bytes);
}

/* When the last page of the two buffers was merged. */
static uint64_t last_merge_ns(const struct evidence *e, const struct record *record)
{
	const struct look *merged = &e->at[MERGED];
	uint64_t last_ns = 0;

	for (int side = 0; side < 2; side++) {
		const struct stage_region *region = &merged->of[side].region;
		const struct record_query query = {.kind = RECORD_MERGE,
			.memory_pid = region->pid,
			.from = region->address,
			.bytes = region->length_bytes,
			.before = moments[MERGED]};

		for (const struct record_event *m = NULL;
			(m = record_next(record, &query, m));)
			if (m->time_ns > last_ns)
				last_ns = m->time_ns;
	}
	return last_ns;
}

/* Which pages of a buffer KSM put behind a frame of its own. */
static void find_merged(const struct evidence *e, int side, bool ret_merged[MAX_PAGES])
{
	const struct record *record =
		expect_record(&e->run, RECORD_FAULTS | RECORD_MERGES);
	const struct stage_region *region = &e->at[MERGED].of[side].region;
	const struct record_query query = {.kind = RECORD_MERGE,
		.memory_pid = region->pid,
		.from = region->address,
		.bytes = region->length_bytes,
		.before = moments[MERGED]};

	memset(ret_merged, 0, MAX_PAGES * sizeof(*ret_merged));
	for (const struct record_event *m = NULL; (m = record_next(record, &query, m));)
		ret_merged[(m->merge.address - query.from) / page_size_bytes()] = true;
}

/* By the end of the run. */
static bool was_merged(const struct evidence *e, int side, size_t page)
{
	const struct stage_region *region = &e->at[MERGED].of[side].region;
	const struct record_query query = {.kind = RECORD_MERGE,
		.memory_pid = region->pid,
		.from = region->address + page * page_size_bytes(),
		.bytes = page_size_bytes()};

	return record_next(expect_record(&e->run, RECORD_MERGES), &query, NULL);
}

static void expect_merged(const struct evidence *e, int side, size_t nr_pages)
{
	bool merged[MAX_PAGES];

	find_merged(e, side, merged);
	for (size_t i = 0; i < nr_pages; i++) {
		claim_where("page %zu of buffer in %s, until “%s”", i, view_sides[side],
			moments[MERGED]);
		if (!merged[i])
			claim_fail("a page that KSM merged", "%s",
				was_merged(e, side, i) ? "merged after that"
						       : "never merged");
	}
}

static void expect_all_merged(const struct evidence *e)
{
	for (int side = 0; side < VIEW_NR_SIDES; side++)
		expect_merged(e, side, e->nr_pages);
}

/* The call reads something of a file: not that this is all there is. */
static bool has_read(const struct record_event *call)
{
	return record_is_read(call->call.nr) && call->call.result > 0;
}

/* It reads how many pages are merged, of the machine or of a process. */
static bool is_look(const struct record *record, const struct record_event *call)
{
	const char *name = record_opened_name(record, call);

	return !strcmp(name, "pages_sharing") || !strcmp(name, "ksm_merging_pages") ||
	       !strcmp(name, "ksm_stat");
}

/*
 * Who waits for a counter reads a file, and does so once more when it is there. The parent reads one
 * besides, to print it. To find the file takes long, so that of those who look all the time no more
 * looks are counted than are asked for.
 */
static void expect_both_waited(const struct evidence *e)
{
	const struct record *record =
		expect_record(&e->run, RECORD_FILES | RECORD_FAULTS | RECORD_MERGES);
	uint64_t last_ns = last_merge_ns(e, record);

	for (int side = 0; side < VIEW_NR_SIDES; side++) {
		const struct record_query query = {.kind = RECORD_CALL,
			.pid = e->at[MERGED].of[side].region.pid,
			.after = moments[FILLED],
			.before = moments[MERGED]};
		unsigned nr = 0, enough = side == VIEW_PARENT ? 2 : 1;
		bool late = false;

		for (const struct record_event *c = NULL;
			(c = record_next(record, &query, c));) {
			bool is_late = c->time_ns > last_ns;

			if (!has_read(c) || (nr >= enough && (late || !is_late)) ||
				!is_look(record, c))
				continue;
			nr++;
			late |= is_late;
		}
		claim_where("%s, between madvise() and checkpoint “merged”",
			view_sides[side]);
		expect_true(late, "a look at the counters after the last merge", "none");
		expect_true(nr >= enough, "a look at the counters in merge()",
			"only the one that is printed");
	}
}

/* The last page that was to be merged was, before the program went on. Only where all others
 * were: else there is more to say than this. */
static void expect_none_missing(const struct evidence *e)
{
	uint64_t nr_saved = e->at[MERGED].ksm.pages_sharing - e->before.pages_sharing;

	if (e->held.let_go || nr_saved + 1 != all_saved(e))
		return;
	claim_where("pages saved of both buffers, when “merged” came");
	expect_equal("pages", all_saved(e), nr_saved);
}

/*
 * End: pages of equal contents are one frame, in both processes, and Pss says so, too.
 * Means: KSM put each page onto that frame; then each process looked at a counter once more.
 * Other ways: pages of one file, or of shared memory (no merge of the page in the record); no
 * wait, or a wait for fewer pages or for scans, or a sleep and one look (the checker holds one page
 * back until all others have been merged for a while, and until a process waits on after a look); a wait
 * by one process for both (calls that read a counter after the last merge).
 */
static void equal_pages_share_one_frame(void **state)
{
	const struct evidence *e = *state;
	const struct look *merged = look_of(e, MERGED);
	const uint64_t *first = merged->of[VIEW_PARENT].view.pfns;

	expect_none_missing(e);
	for (int side = 0; side < VIEW_NR_SIDES; side++) {
		for (size_t i = 0; i < e->nr_pages; i++) {
			claim_where("page %zu of buffer in %s", i, view_sides[side]);
			expect_true(merged->of[side].view.pfns[i], "a page in memory",
				"none");
			expect_equal_hex("pfn", first[i % e->nr_contents],
				merged->of[side].view.pfns[i]);
			expect_equal("map count", copies_of(e, i),
				merged->of[side].view.map_counts[i]);
		}
	}
	claim_where("smaps");
	if (stand_alone(merged))
		expect_shares(e, merged);
	expect_all_merged(e);
	expect_both_waited(e);
	claim_saw("%zu pages in %zu frames", 2 * e->nr_pages, e->nr_contents);
}

/*
 * End: the shared frames, the saved pages, and the merged pages of each process are as
 * predicted.
 * Means: KSM merged the pages of `buffer`, and the program waited for that.
 * Other ways: as many pages of other memory are merged (the record counts the merges of
 * `buffer`); no wait (as in the claim before).
 */
static void counters_grow_by_what_the_contents_predict(void **state)
{
	const struct evidence *e = *state;
	const struct look *merged = look_of(e, MERGED);

	expect_none_missing(e);
	claim_where("/sys/kernel/mm/ksm/pages_shared");
	expect_equal("frames shared", e->nr_contents,
		merged->ksm.pages_shared - e->before.pages_shared);
	claim_where("/sys/kernel/mm/ksm/pages_sharing");
	expect_equal("pages saved", all_saved(e),
		merged->ksm.pages_sharing - e->before.pages_sharing);
	for (int side = 0; side < VIEW_NR_SIDES; side++) {
		claim_where("ksm_merging_pages of %s", view_sides[side]);
		expect_equal("pages", e->nr_pages, merged->of[side].nr_merged);
	}
	expect_all_merged(e);
	expect_both_waited(e);
	claim_saw("%zu pages: %zu frames shared, %" PRIu64 " saved", 2 * e->nr_pages,
		e->nr_contents, all_saved(e));
}

/* Writes to a buffer after the merge, by its own process: the event after `write`. */
static const struct record_event *next_write(
	const struct evidence *e, int side, const struct record_event *write)
{
	const struct stage_region *region = &e->at[WRITTEN].of[side].region;
	const struct record *record =
		expect_record(&e->run, RECORD_FAULTS | RECORD_COPIES);
	const struct record_query query = {.kind = RECORD_FAULT,
		.pid = region->pid,
		.memory_pid = region->pid,
		.from = region->address,
		.bytes = region->length_bytes,
		.write = true,
		.after = moments[MERGED],
		.before = moments[WRITTEN]};

	do
		write = record_next(record, &query, write);
	while (write && write->fault.by == RECORD_BY_GUP);
	return write;
}

/* The merged page was copied by the kernel because the parent wrote to it. */
static void expect_written(const struct evidence *e)
{
	const struct side *writer = &e->at[WRITTEN].of[VIEW_PARENT];
	const struct record_event *write = NULL;

	do
		write = next_write(e, 0, write);
	while (write &&
		write->fault.address >= writer->region.address + page_size_bytes());
	expect_true(write, "a write to it by the parent", "none");
	expect_true(write->fault.gave == RECORD_GAVE_COPY,
		"a copy of the merged page, made by the write",
		"the page was not there any more when it was written");
	expect_equal_hex("pfn of the copy", write->fault.pfn, writer->view.pfns[0]);
}

/*
 * End: page 0 of the parent has its own frame; the child's page 0 keeps the merged one.
 * Means: the parent wrote to its merged page, and the kernel copied the page at that fault.
 * Other ways: MADV_UNMERGEABLE, which copies without a write (the kernel takes the fault);
 * memory mapped again (zeros, not a copy); a page that was never merged (no merge); other
 * contents in all of the page (how many bytes have changed).
 */
static void the_writer_gets_a_frame_of_its_own(void **state)
{
	const struct evidence *e = *state;
	const struct look *merged = look_of(e, MERGED), *written = look_of(e, WRITTEN);
	uint64_t shared = merged->of[VIEW_CHILD].view.pfns[0];

	claim_where("page 0 of buffer in the parent");
	expect_true(shared && merged->of[VIEW_PARENT].view.pfns[0] == shared,
		"a merged page to write to", "a page that was not merged");
	expect_merged(e, VIEW_PARENT, 1);
	claim_where("page 0 of buffer in the parent");
	expect_true(written->of[VIEW_PARENT].view.pfns[0] != shared, "a new frame",
		"still pfn 0x%" PRIx64 ", as before the write", shared);
	expect_equal("map count", 1, written->of[VIEW_PARENT].view.map_counts[0]);
	expect_written(e);
	claim_where("page 0 of buffer in the parent");
	expect_equal("bytes that have changed", 1, e->nr_changed_bytes);
	claim_where("page 0 of buffer in the child");
	expect_equal_hex("pfn", shared, written->of[VIEW_CHILD].view.pfns[0]);
	expect_equal("map count", merged->of[VIEW_CHILD].view.map_counts[0] - 1,
		written->of[VIEW_CHILD].view.map_counts[0]);
	claim_saw("pfn 0x%" PRIx64 " became 0x%" PRIx64 "; %zu copies keep the old one",
		shared, written->of[VIEW_PARENT].view.pfns[0], copies_of(e, 0) - 1);
}

/*
 * End: the kernel counted one copy-on-write of a merged page.
 * Means: one write to a merged page of `buffer` brought one copy.
 * Other ways: a write to other merged memory moves the counter (the record counts copies in both
 * buffers); a second page is written (counter and copies).
 */
static void one_write_breaks_one_page_out(void **state)
{
	const struct evidence *e = *state;
	const struct look *before = look_of(e, MERGED), *written = look_of(e, WRITTEN);
	uint64_t nr_copies = 0;
	bool merged[MAX_PAGES];

	claim_where("cow_ksm in /proc/vmstat");
	expect_counted("cow_ksm", 1, written->cow_ksm - before->cow_ksm);
	claim_where("both buffers");
	for (int side = 0; side < VIEW_NR_SIDES; side++) {
		uint64_t from = written->of[side].region.address;

		find_merged(e, side, merged);
		for (const struct record_event *w = NULL; (w = next_write(e, side, w));)
			nr_copies +=
				w->fault.gave == RECORD_GAVE_COPY &&
				merged[(w->fault.address - from) / page_size_bytes()];
	}
	expect_equal("merged pages copied by a write", 1, nr_copies);
}

/* Up to MIN_LOOKS. */
static unsigned count_looks_at_scans(const struct evidence *e)
{
	const struct record *record = expect_record(&e->run, RECORD_FILES);
	const struct record_query query = {.kind = RECORD_CALL,
		.pid = e->at[WRITTEN].of[VIEW_PARENT].region.pid,
		.after = moments[WRITTEN],
		.before = moments[SETTLED]};
	unsigned nr = 0;

	for (const struct record_event *c = NULL;
		nr < MIN_LOOKS && (c = record_next(record, &query, c));)
		nr += has_read(c) && !strcmp(record_opened_name(record, c), "full_scans");
	return nr;
}

/*
 * End: one page less is saved, and ksmd has scanned three times since the write.
 * Means: the program waited for the scans. ksmd begins once the program has read something, and rests
 * between the scans, so that a program that does not wait comes to the checkpoint too early.
 * Other ways: a sleep that is long enough (full_scans was read at the begin and at the end).
 */
static void the_saving_shrinks_by_one_after_a_scan(void **state)
{
	const struct evidence *e = *state;
	const struct look *merged = look_of(e, MERGED), *written = look_of(e, WRITTEN);
	const struct look *settled = look_of(e, SETTLED);

	claim_where("/sys/kernel/mm/ksm/pages_sharing");
	expect_true(merged->ksm.pages_sharing > e->before.pages_sharing,
		"merged pages before the write", "none");
	claim_where("/sys/kernel/mm/ksm/full_scans");
	expect_true(settled->ksm.full_scans >= written->ksm.full_scans + NR_SCANS,
		"three full scans between the write and the checkpoint",
		"%" PRIu64 " of them", settled->ksm.full_scans - written->ksm.full_scans);
	claim_where("pages saved, without the checker's own");
	expect_equal("pages saved",
		merged->ksm.pages_sharing - e->before.pages_sharing - 1,
		settled->ksm.pages_sharing + e->nr_changed - e->before.pages_sharing);
	claim_where("the parent, from “written” to “settled”");
	expect_at_least("looks at full_scans", MIN_LOOKS, count_looks_at_scans(e));
	claim_saw("one page less is saved");
}

/*
 * End: every number that is printed is what the checker saw at its checkpoint.
 * Means: the program read the counters and its page map; frames cannot be guessed.
 * Other ways: counters by theory (they include pages of the checker's own, some of which are no
 * longer saved at the end).
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct look *merged = look_of(e, MERGED), *written = look_of(e, WRITTEN);

	expect_transcript_complete(e->run.report);
	expect_hole(e->run.report, "shared", merged->ksm.pages_shared);
	expect_hole(e->run.report, "sharing", merged->ksm.pages_sharing);
	expect_hole(e->run.report, "pfn_before", merged->of[VIEW_PARENT].view.pfns[0]);
	expect_hole(e->run.report, "pfn_after", written->of[VIEW_PARENT].view.pfns[0]);
	expect_hole(
		e->run.report, "sharing_after", look_of(e, SETTLED)->ksm.pages_sharing);
	expect_exit(e->run.stage, 0);
	claim_saw("all five numbers agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(processes_start_with_frames_of_their_own),
	CLAIM(equal_pages_share_one_frame),
	CLAIM(counters_grow_by_what_the_contents_predict),
	CLAIM(the_writer_gets_a_frame_of_its_own),
	CLAIM(one_write_breaks_one_page_out),
	CLAIM(the_saving_shrinks_by_one_after_a_scan),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
