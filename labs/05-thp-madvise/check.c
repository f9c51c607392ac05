/* SPDX-License-Identifier: MIT */
/*
 * Lab 05, the checker: looks at nine moments at the setting and at the buffer that the moment is
 * about, then judges. Which advice a buffer got, by whose writes its pages came, and who wrote
 * to the setting is in the record (check_record.h); what the program does to other memory is
 * its own business.
 *
 * The number of faults of a first touch can be computed instead of counted. So the checker writes
 * some pages of two buffers before the program does: these are in memory, and take no fault. It reads
 * some more: these are in memory too, as the page of zeros, and take one all the same.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#include "check.h"
#include "check_record.h"

/* Between two counts there is other code, too. Fewer than the checker puts there. */
#define NOISE_FAULTS 64
#define MIN_PUT 200
#define MAX_PUT 440
#define NR_READ 128

enum moment {
	MAPPED,
	PLAIN,
	ADVISED,
	COLLAPSED,
	HOLE,
	FORBIDDEN,
	NEVER,
	FORCED,
	END,
	NR_MOMENTS
};

static const char *const moments[] = {"mapped", "plain", "advised", "collapsed", "hole",
	"forbidden", "never", "forced", "end", NULL};

/* The buffer that each moment is about, or NULL. */
static const char *const buffers[NR_MOMENTS] = {
	"plain", "plain", "advised", "plain", "advised", "never", "never", "never", NULL};

/* Before these moments pages were touched, and the faults of it told. */
static bool tells_faults(enum moment moment)
{
	return moment == PLAIN || moment == ADVISED || moment == NEVER;
}

/* Neighbouring pages of a buffer that the checker wrote; it reads the NR_READ pages behind them. */
struct put {
	size_t first, nr;
};

struct look {
	struct thp_mode enabled;
	struct stage_region where;
	struct huge_view view; /* nr_pages 0: no such region */
	uint64_t *stamps;      /* what each page holds; NULL: not asked */
};

struct evidence {
	struct performance run;
	struct thp_mode enabled; /* before the program ran */
	size_t nr_huge, hole, nr_pages, huge_bytes;
	uint64_t seed;
	struct put put[NR_MOMENTS]; /* at that moment, to be found at the next */
	struct look at[NR_MOMENTS];
};

/* A region that is not what was asked for leaves no evidence, for its claim to find. */
static int look_at_buffer(const struct evidence *e, const struct performance *run,
	enum moment moment, struct look *ret)
{
	int err = view_main_region(run->stage, buffers[moment], &ret->where);

	if (!err)
		err = huge_view_take(&ret->where, e->nr_huge * e->huge_bytes, &ret->view);
	if (err)
		return err == -ENODATA ? 0 : err;
	if (moment == MAPPED || moment == FORBIDDEN)
		return 0;
	ret->stamps = evidence_keep(calloc(e->nr_pages, sizeof(*ret->stamps)));
	return ret->stamps ? view_stamps(&ret->where, e->nr_pages, ret->stamps) : -ENOMEM;
}

typedef ssize_t transfer_fn(pid_t pid, const struct iovec *own, unsigned long nr_own,
	const struct iovec *theirs, unsigned long nr_theirs, unsigned long flags);

/* One byte, 0, to each of these pages, or from it. Returns how many there were: what is no memory
 * to be written, or to be read, stays as it is. */
static size_t touch_pages(
	transfer_fn *transfer, const struct look *look, size_t first, size_t nr)
{
	struct iovec pages[MAX_PUT], zeros[MAX_PUT];
	char zero = 0;
	ssize_t nr_done;

	for (size_t i = 0; i < nr; i++) {
		uintptr_t page = look->where.address + (first + i) * page_size_bytes();

		pages[i] = (struct iovec){(void *)page, 1};
		zeros[i] = (struct iovec){&zero, 1};
	}
	nr_done = transfer(look->where.pid, zeros, nr, pages, nr, 0);
	return nr_done > 0 ? (size_t)nr_done : 0;
}

static void put_pages(const struct look *look, struct put *put)
{
	touch_pages(process_vm_readv, look, put->first + put->nr, NR_READ);
	put->nr = touch_pages(process_vm_writev, look, put->first, put->nr);
}

/* Where small pages are to come, and under no other setting: a huge page would come to stay. */
static void put_some(struct evidence *e, enum moment moment)
{
	const struct look *look = &e->at[moment];
	const char *mode = moment == FORBIDDEN ? "never" : e->enabled.text;
	bool is_small = look->view.nr_pages && !strcmp(look->enabled.text, mode);

	if (is_small)
		put_pages(look, &e->put[moment]);
	else
		e->put[moment].nr = 0;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	int err = thp_mode_read("enabled", &ret->enabled);

	if (!err && buffers[moment])
		err = look_at_buffer(e, run, moment, ret);
	if (!err && e->put[moment].nr)
		put_some(e, moment);
	return err;
}

static struct put draw_put(
	const struct stage_config *config, size_t nr_pages, const char *which)
{
	struct put put;
	char first[64];

	snprintf(first, sizeof(first), "the first of %s", which);
	put.nr = drawn_secret(config, which, MIN_PUT, MAX_PUT);
	put.first = drawn_secret(config, first, 0, nr_pages - put.nr - NR_READ);
	return put;
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err = thp_size(&e->huge_bytes);

	e->nr_huge = drawn_size(config, "huge_pages");
	e->hole = drawn_size(config, "hole");
	e->seed = drawn_seed(config);
	e->nr_pages = e->nr_huge * e->huge_bytes / page_size_bytes();
	e->put[MAPPED] = draw_put(config, e->nr_pages, "pages put into plain");
	e->put[FORBIDDEN] = draw_put(config, e->nr_pages, "pages put into never");
	if (!err)
		err = thp_mode_read("enabled", &e->enabled);
	if (!err)
		err = thp_settle(1000 * config->slowness);
	return err ? err : perform(config, moments, look, e, &e->run);
}

/* The buffer of that moment, from another one on; from the same: from when it was mapped. */
static struct stretch stretch_to(
	const struct evidence *e, enum moment after, enum moment moment)
{
	const struct look *look = look_of(e, moment);

	struct stretch stretch = {.record = expect_record(&e->run,
					  RECORD_CALLS | RECORD_FILES | RECORD_FAULTS),
		.name = buffers[moment],
		.pid = stage_main_pid(e->run.stage),
		.address = look->where.address,
		.nr_pages = e->nr_pages,
		.after = after == moment ? NULL : moments[after],
		.before = moments[moment]};

	stretch_begin(&stretch);
	return stretch;
}

/* From that moment to this one the buffer is the same memory. */
static void expect_same_buffer(
	const struct evidence *e, enum moment after, enum moment moment)
{
	const struct stretch stretch = stretch_to(e, after, moment);

	claim_where("%s, from “%s” to “%s”", buffers[moment], moments[after],
		moments[moment]);
	expect_equal_hex("its address", look_of(e, after)->where.address,
		look_of(e, moment)->where.address);
	stretch_expect_memory(&stretch);
}

static void expect_enabled(const struct evidence *e, enum moment moment, const char *mode)
{
	const char *seen = look_of(e, moment)->enabled.text;

	claim_where(
		"/sys/kernel/mm/transparent_hugepage/enabled, at “%s”", moments[moment]);
	expect_true(!strcmp(seen, mode), mode, "%s", seen);
}

/* From the moment before to this one: at both, and by no write between. */
static void expect_setting(const struct evidence *e, enum moment moment, const char *mode)
{
	const struct stretch stretch = stretch_to(e, moment - 1, moment);

	expect_enabled(e, moment - 1, mode);
	expect_enabled(e, moment, mode);
	claim_where("/sys/kernel/mm/transparent_hugepage/enabled, from “%s” to “%s”",
		moments[moment - 1], moments[moment]);
	stretch_expect_setting(&stretch);
}

static void where_page(enum moment moment, size_t i, size_t hole)
{
	claim_where(
		"page %zu of %s%s", i, buffers[moment], i == hole ? ", the hole" : "");
}

static const char *contents(const struct evidence *e, size_t i, uint64_t stamp)
{
	return stamp == e->seed + i ? "what was written there"
	       : stamp		    ? "other contents"
				    : "zeros";
}

/* Whatever became of its pages, a buffer holds what was written there; the page `hole`
 * alone may be empty (nr_pages: none may). */
static void expect_contents(const struct evidence *e, enum moment moment, size_t hole)
{
	const struct look *look = look_of(e, moment);

	claim_where("%s", buffers[moment]);
	expect_true(look->stamps, "a buffer of the length asked for", "none");
	for (size_t i = 0; i < e->nr_pages; i++) {
		uint64_t wanted = i == hole ? 0 : e->seed + i;

		where_page(moment, i, hole);
		expect_true(look->stamps[i] == wanted, contents(e, i, wanted), "%s",
			contents(e, i, look->stamps[i]));
	}
}

/* Small pages, each by a fault of the program's own write; those that the checker has put
 * there, by none. */
static void expect_small(const struct evidence *e, enum moment moment)
{
	const struct stretch stretch = stretch_to(e, moment - 1, moment);
	const struct put *put = &e->put[moment - 1];

	expect_contents(e, moment, e->nr_pages);
	expect_small_pages(buffers[moment], &e->at[moment].view);
	stretch_expect_faults(&stretch, 0, put->first, 1);
	stretch_expect_faults(&stretch, put->first + put->nr, e->nr_pages, 1);
}

static void expect_huge(const struct evidence *e, enum moment moment)
{
	expect_contents(e, moment, e->nr_pages);
	expect_huge_pages(buffers[moment], &e->at[moment].view, e->huge_bytes, KPAGE_THP);
}

/* Small pages became huge ones, by MADV_COLLAPSE and by nothing else. */
static void expect_collapsed(
	const struct evidence *e, enum moment after, enum moment moment)
{
	const struct stretch stretch = stretch_to(e, after, moment);

	stretch_expect_advice(&stretch, MADV_COLLAPSE, "MADV_COLLAPSE");
	expect_huge(e, moment);
	expect_same_buffer(e, after, moment);
	stretch_expect_unwritten(&stretch);
}

/*
 * End: the buffer is made of small pages, with what the program wrote there.
 * Means: one fault for each page, by a write of the program itself; no advice, and the setting
 * unchanged.
 * Other ways: huge pages forbidden for the mapping, the process or the system (calls, writes to
 * the setting); pages brought in by MADV_POPULATE_WRITE, mlock() or read(2) (who took the
 * fault); a page touched twice, or read first (the faults of each page).
 */
static void without_advice_a_fault_brings_a_small_page(void **state)
{
	const struct evidence *e = *state;
	const struct stretch stretch = stretch_to(e, PLAIN, PLAIN);

	expect_small(e, PLAIN);
	expect_same_buffer(e, MAPPED, PLAIN);
	expect_setting(e, PLAIN, e->enabled.text);
	stretch_expect_no_advice(&stretch);
	claim_saw("%zu small pages, a fault each, but for %zu that the checker wrote",
		e->nr_pages, e->put[MAPPED].nr);
}

/*
 * End: the buffer is made of huge pages, with what the program wrote there.
 * Means: MADV_HUGEPAGE for all of it; after that one fault in each 2 MiB, by a write of the
 * program itself.
 * Other ways: `always` while the pages are touched (the setting, and writes to it); a few pages
 * touched, and the rest made by MADV_COLLAPSE, in whatever call; huge pages of other memory moved
 * there by mremap() (calls of all who use the program's memory).
 */
static void with_advice_a_fault_brings_a_huge_page(void **state)
{
	const struct evidence *e = *state;
	const struct stretch stretch = stretch_to(e, PLAIN, ADVISED);
	const struct stretch ever = stretch_to(e, ADVISED, ADVISED);
	size_t nr_small = e->nr_pages / e->nr_huge;

	stretch_expect_advice_first(&ever);
	expect_huge(e, ADVISED);
	for (size_t i = 0; i < e->nr_huge; i++)
		stretch_expect_faults(
			&stretch, i * nr_small, (i + 1) * nr_small, nr_small);
	expect_setting(e, ADVISED, e->enabled.text);
	stretch_expect_never(&ever, MADV_COLLAPSE, "huge pages by faults alone");
	stretch_expect_memory(&stretch);
	claim_saw("%zu huge pages, a fault each", e->nr_huge);
}

/*
 * End: the small pages of `plain` are huge pages now, with the same contents at the same
 * address, and THPeligible is 0.
 * Means: MADV_COLLAPSE for all of it.
 * Other ways: memory mapped again, or released, and touched with advice or under `always` (calls
 * and faults in the buffer); another buffer with this name (its address); khugepaged, which
 * needs advice (calls) and sleeps meanwhile.
 */
static void collapse_makes_huge_pages_of_small_ones(void **state)
{
	const struct evidence *e = *state;
	const struct stretch ever = stretch_to(e, COLLAPSED, COLLAPSED);

	expect_collapsed(e, PLAIN, COLLAPSED);
	claim_where("smaps of plain");
	expect_equal("THPeligible", 0, e->at[COLLAPSED].view.smaps.thp_eligible);
	stretch_expect_no_advice(&ever);
	claim_saw("%zu huge pages with the contents of %zu small ones", e->nr_huge,
		e->nr_pages);
}

/*
 * End: one page has no frame, or that of zeros if it was read since; all others have their old frames,
 * which are parts of huge pages; AnonHugePages is 2 MiB less.
 * Means: MADV_DONTNEED for that page and no other.
 * Other ways: a new mapping over the page, or a hole that is mapped again (calls that change the
 * mapping).
 */
static void a_hole_splits_the_mapping_not_the_page(void **state)
{
	const struct evidence *e = *state;
	const struct look *look = look_of(e, HOLE);
	const struct stretch stretch = stretch_to(e, COLLAPSED, HOLE);
	size_t hole = e->nr_pages - e->huge_bytes / page_size_bytes() + e->hole;

	stretch_expect_some_advice(&stretch, MADV_DONTNEED, "MADV_DONTNEED");
	expect_contents(e, HOLE, hole);
	for (size_t i = 0; i < e->nr_pages; i++) {
		uint64_t pfn = look->view.pfns[i];

		where_page(ADVISED, i, hole);
		if (i == hole) {
			expect_true(!pfn || look->view.flags[i] & KPAGE_ZERO_PAGE,
				"no frame", "pfn 0x%" PRIx64, pfn);
			continue;
		}
		expect_equal_hex("pfn", look_of(e, ADVISED)->view.pfns[i], pfn);
		expect_true(look->view.flags[i] & KPAGE_THP, "part of a huge page",
			"a small page");
	}
	claim_where("smaps of advised");
	expect_equal("AnonHugePages, bytes", (e->nr_huge - 1) * e->huge_bytes,
		look->view.smaps.anon_huge_pages_bytes);
	expect_same_buffer(e, ADVISED, HOLE);
	claim_saw("%zu bytes less in huge pages, and all frames but one still there",
		e->huge_bytes);
}

/*
 * End: `never` has small pages, then huge ones with the same contents; at the end the setting is
 * as it was before the program ran.
 * Means: `enabled` is never from before the first touch until after the collapse, and the buffer
 * is advised all the time; one fault for each page, then MADV_COLLAPSE.
 * Other ways: never only while the checker looks (writes to the setting between the looks); no
 * advice, MADV_NOHUGEPAGE or PR_SET_THP_DISABLE (calls); the other ways of the collapse of
 * `plain`.
 */
static void never_stops_faults_but_not_collapse(void **state)
{
	const struct evidence *e = *state;
	const struct stretch ever = stretch_to(e, NEVER, NEVER);

	expect_enabled(e, FORBIDDEN, "never");
	stretch_expect_advice_first(&ever);
	expect_small(e, NEVER);
	expect_same_buffer(e, FORBIDDEN, NEVER);
	expect_setting(e, NEVER, "never");
	stretch_expect_no_ban(&ever);
	claim_where("smaps of never");
	expect_equal("THPeligible", 0, e->at[NEVER].view.smaps.thp_eligible);
	expect_setting(e, FORCED, "never");
	expect_collapsed(e, NEVER, FORCED);
	expect_enabled(e, END, e->enabled.text);
	claim_saw("%zu small pages at the faults, then %zu huge ones", e->nr_pages,
		e->nr_huge);
}

/* As many as the program's own count has to have: those in the buffer, those of other code between
 * them, and few more. */
static void expect_faults_printed(const struct evidence *e, enum moment moment)
{
	const struct stretch stretch = stretch_to(e, moment - 1, moment);
	size_t nr_put = e->put[moment - 1].nr, nr_among, nr;
	uint64_t printed;
	char hole[32];

	snprintf(hole, sizeof(hole), "%s_faults", moments[moment]);
	if (transcript_u64(e->run.report, hole, &printed))
		return;
	nr = stretch_nr_faults(&stretch, &nr_among);
	claim_where("%s, of whose %zu pages the checker wrote %zu", hole, e->nr_pages,
		nr_put);
	expect_between("faults printed", nr, nr + nr_among + NOISE_FAULTS, printed);
	stretch_expect_counting(&stretch);
}

static void expect_printed(const struct evidence *e, enum moment moment)
{
	const struct smaps *smaps = &look_of(e, moment)->view.smaps;
	uint64_t printed;
	char hole[32];

	snprintf(hole, sizeof(hole), "%s_kb", moments[moment]);
	if (transcript_u64(e->run.report, hole, &printed) == -ENODATA)
		return; /* The missing line is told of when all values are judged. */
	claim_where("the output");
	expect_hole(e->run.report, hole, smaps->anon_huge_pages_bytes / 1024);
	snprintf(hole, sizeof(hole), "%s_eligible", moments[moment]);
	expect_hole(e->run.report, hole, smaps->thp_eligible);
	if (tells_faults(moment))
		expect_faults_printed(e, moment);
}

/*
 * End: every number that is printed is the kernel's.
 * Means: smaps at the same moment; for faults, those that the record has in the buffer, and two looks
 * at the process's own count, before the first of them and after the last.
 * Other ways: faults calculated from the number of pages (the checker wrote to some of them
 * itself, but not in `advised`, which takes one fault in each 2 MiB), or from what smaps and pagemap
 * show of these; the faults of half of the pages, twice; those of the whole machine (the looks). A
 * program that calculates the kB is right.
 */
static void report_agrees(void **state)
{
	static const enum moment told[] = {
		PLAIN, ADVISED, COLLAPSED, HOLE, NEVER, FORCED};
	const struct evidence *e = *state;

	/* A wrong value is told of before a line that is missing: it is from an earlier task. */
	expect_moment(&e->run, END);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		expect_printed(e, told[i]);
	claim_where("the output");
	expect_transcript_complete(e->run.report);
	expect_exit(e->run.stage, 0);
	claim_saw("all numbers agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(without_advice_a_fault_brings_a_small_page),
	CLAIM(with_advice_a_fault_brings_a_huge_page),
	CLAIM(collapse_makes_huge_pages_of_small_ones),
	CLAIM(a_hole_splits_the_mapping_not_the_page),
	CLAIM(never_stops_faults_but_not_collapse),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
