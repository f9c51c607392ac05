/* SPDX-License-Identifier: MIT */
/*
 * Lab 05, the checker: looks at nine moments at the kernel's counters, at the program's faults
 * and the setting, and at the buffer that the moment is about, then judges. Faults are counted
 * from one moment to the next; one huge page less costs hundreds more, so that the faults of
 * other code do not matter.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define NOISE_FAULTS 128 /* of other code, from one moment to the next */

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
	NULL, "plain", "advised", "plain", "advised", NULL, "never", "never", NULL};

struct look {
	struct thp_events events;
	struct thp_mode enabled;
	uint64_t nr_faults;
	struct huge_view view; /* nr_pages 0: no such region */
	uint64_t *stamps;      /* what each page holds */
};

struct evidence {
	struct performance run;
	struct thp_mode enabled; /* before the program ran */
	size_t nr_huge, hole, nr_pages, huge_bytes;
	uint64_t seed;
	struct look at[NR_MOMENTS];
};

/* A region that is not what was asked for leaves no evidence, for its claim to find. */
static int look_at_buffer(const struct evidence *e, const struct performance *run,
	const char *name, struct look *ret)
{
	struct stage_region region;
	int err = view_main_region(run->stage, name, &region);

	if (!err)
		err = huge_view_take(&region, e->nr_huge * e->huge_bytes, &ret->view);
	if (err)
		return err == -ENODATA ? 0 : err;
	ret->stamps = evidence_keep(calloc(e->nr_pages, sizeof(*ret->stamps)));
	return ret->stamps ? view_stamps(&region, e->nr_pages, ret->stamps) : -ENOMEM;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	struct faults faults;
	int err = thp_events_read(&ret->events);

	if (!err)
		err = thp_mode_read("enabled", &ret->enabled);
	if (!err)
		err = faults_read(stage_main_pid(run->stage), &faults);
	if (!err)
		ret->nr_faults = faults.minor;
	if (!err && buffers[moment])
		err = look_at_buffer(e, run, buffers[moment], ret);
	return err;
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err = thp_size(&e->huge_bytes);

	e->nr_huge = drawn_size(config, "huge_pages");
	e->hole = drawn_size(config, "hole");
	e->seed = drawn_seed(config);
	e->nr_pages = e->nr_huge * e->huge_bytes / page_size_bytes();
	if (!err)
		err = thp_mode_read("enabled", &e->enabled);
	if (!err)
		err = thp_settle(1000 * config->slowness);
	return err ? err : perform(config, moments, look, e, &e->run);
}

static uint64_t faults_until(const struct evidence *e, enum moment moment)
{
	return look_of(e, moment)->nr_faults - look_of(e, moment - 1)->nr_faults;
}

static void expect_faults(const struct evidence *e, enum moment moment, uint64_t nr)
{
	claim_where("/proc/PID/stat, from «%s» to «%s»", moments[moment - 1],
		moments[moment]);
	expect_between("minor faults", nr, nr + NOISE_FAULTS, faults_until(e, moment));
}

static void expect_events(const char *name, uint64_t nr, uint64_t before, uint64_t after)
{
	claim_where("/proc/vmstat");
	expect_counted(name, nr, after - before);
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

/* Small pages, one a fault. */
static void expect_small(const struct evidence *e, enum moment moment)
{
	expect_contents(e, moment, e->nr_pages);
	expect_small_pages(buffers[moment], &e->at[moment].view);
	expect_faults(e, moment, e->nr_pages);
}

static void expect_huge(const struct evidence *e, enum moment moment)
{
	expect_contents(e, moment, e->nr_pages);
	expect_huge_pages(buffers[moment], &e->at[moment].view, e->huge_bytes, KPAGE_THP);
}

static void without_advice_a_fault_brings_a_small_page(void **state)
{
	const struct evidence *e = *state;

	expect_small(e, PLAIN);
	expect_events("thp_fault_alloc", 0, look_of(e, MAPPED)->events.fault_alloc,
		look_of(e, PLAIN)->events.fault_alloc);
	claim_saw("%zu small pages, a fault each", e->nr_pages);
}

static void with_advice_a_fault_brings_a_huge_page(void **state)
{
	const struct evidence *e = *state;

	expect_huge(e, ADVISED);
	expect_faults(e, ADVISED, e->nr_huge);
	expect_events("thp_fault_alloc", e->nr_huge, e->at[PLAIN].events.fault_alloc,
		e->at[ADVISED].events.fault_alloc);
	claim_saw("%zu huge pages, a fault each", e->nr_huge);
}

static void collapse_makes_huge_pages_of_small_ones(void **state)
{
	const struct evidence *e = *state;

	expect_huge(e, COLLAPSED);
	expect_events("thp_collapse_alloc", e->nr_huge,
		e->at[ADVISED].events.collapse_alloc,
		e->at[COLLAPSED].events.collapse_alloc);
	claim_where("smaps of plain");
	expect_equal("THPeligible", 0, e->at[COLLAPSED].view.smaps.thp_eligible);
	claim_saw("%zu huge pages with the contents of %zu small ones", e->nr_huge,
		e->nr_pages);
}

static void a_hole_splits_the_mapping_not_the_page(void **state)
{
	const struct evidence *e = *state;
	const struct thp_events *before = &look_of(e, COLLAPSED)->events;
	const struct thp_events *after = &look_of(e, HOLE)->events;
	size_t hole = e->nr_pages - e->huge_bytes / page_size_bytes() + e->hole;

	expect_contents(e, HOLE, hole);
	for (size_t i = 0; i < e->nr_pages; i++) {
		uint64_t pfn = e->at[HOLE].view.pfns[i];

		where_page(ADVISED, i, hole);
		if (i == hole) {
			expect_true(!pfn, "no frame", "pfn 0x%" PRIx64, pfn);
			continue;
		}
		expect_equal_hex("pfn", look_of(e, ADVISED)->view.pfns[i], pfn);
		expect_true(e->at[HOLE].view.flags[i] & KPAGE_THP, "part of a huge page",
			"a small page");
	}
	claim_where("smaps of advised");
	expect_equal("AnonHugePages, bytes", (e->nr_huge - 1) * e->huge_bytes,
		look_of(e, HOLE)->view.smaps.anon_huge_pages_bytes);
	expect_events("thp_split_pmd", 1, before->split_pmd, after->split_pmd);
	expect_events("thp_split_page", 0, before->split_page, after->split_page);
	claim_saw("%zu bytes less in huge pages, and all frames but one still there",
		e->huge_bytes);
}

static void expect_enabled(const struct look *look, const char *mode)
{
	claim_where("/sys/kernel/mm/transparent_hugepage/enabled");
	expect_true(!strcmp(look->enabled.text, mode), mode, "%s", look->enabled.text);
}

static void never_stops_faults_but_not_collapse(void **state)
{
	const struct evidence *e = *state;

	expect_enabled(look_of(e, NEVER), "never");
	expect_small(e, NEVER);
	expect_equal("THPeligible", 0, e->at[NEVER].view.smaps.thp_eligible);
	expect_huge(e, FORCED);
	expect_enabled(look_of(e, END), e->enabled.text);
	claim_saw("%zu small pages at the faults, then %zu huge ones", e->nr_pages,
		e->nr_huge);
}

/* The moments before which pages were touched, and the faults of it told. */
static bool tells_faults(enum moment moment)
{
	return moment == PLAIN || moment == ADVISED || moment == NEVER;
}

static void expect_printed(const struct evidence *e, enum moment moment)
{
	const struct smaps *smaps = &look_of(e, moment)->view.smaps;
	uint64_t printed, counted;
	char hole[32];

	snprintf(hole, sizeof(hole), "%s_kb", moments[moment]);
	if (transcript_u64(e->run.report, hole, &printed) == -ENODATA)
		return; /* The missing line is told of when all values are judged. */
	claim_where("the output");
	expect_hole(e->run.report, hole, smaps->anon_huge_pages_bytes / 1024);
	snprintf(hole, sizeof(hole), "%s_eligible", moments[moment]);
	expect_hole(e->run.report, hole, smaps->thp_eligible);
	if (!tells_faults(moment))
		return;
	snprintf(hole, sizeof(hole), "%s_faults", moments[moment]);
	if (transcript_u64(e->run.report, hole, &printed))
		return;
	counted = faults_until(e, moment);
	claim_where("%s", hole);
	expect_between("faults printed",
		counted > NOISE_FAULTS ? counted - NOISE_FAULTS : 0, counted, printed);
}

/* A wrong value is told of before a line that is missing, for it is from an earlier task. */
static void report_agrees(void **state)
{
	static const enum moment told[] = {
		PLAIN, ADVISED, COLLAPSED, HOLE, NEVER, FORCED};
	const struct evidence *e = *state;

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
