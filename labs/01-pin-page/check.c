/* SPDX-License-Identifier: MIT */
/*
 * Lab 01, the checker: looks at both buffers at six moments, and at the kernel's counters
 * of pinned pages, then judges. That pinned pages do not move means something only if
 * others do: the control buffer. A second run, with more pages, is ended when both buffers
 * are pinned: it shows how the faults grow with the pages.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "check.h"

#define MORE_PAGES 128	/* the second run has that many more */
#define NOISE_FAULTS 24 /* of other code and of the kernel */

enum moment { MAPPED, PINNED, WRITTEN, BOTH_PINNED, MOVED, FOLLOWED, NR_MOMENTS };

static const char *const moments[] = {
	"mapped", "pinned", "written", "both-pinned", "moved", "followed", NULL};
static const char *const first_moments[] = {
	"mapped", "pinned", "written", "both-pinned", NULL};

struct look {
	struct view pinned, control;
	uint64_t nr_faults;
	uint64_t nr_acquired, nr_released;
};

struct act {
	struct performance run;
	size_t nr_pages;
	struct look at[NR_MOMENTS];
};

struct evidence {
	struct act act[2]; /* the second with MORE_PAGES more */
	struct placement_zones zones;
};

static int look_at_counters(struct look *ret)
{
	int err = vmstat_refresh();

	if (!err)
		err = vmstat_read("nr_foll_pin_acquired", &ret->nr_acquired);
	return err ? err : vmstat_read("nr_foll_pin_released", &ret->nr_released);
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct act *act = arg;
	struct look *ret = &act->at[moment];
	struct stage_region region;
	struct faults faults;
	int err = faults_read(stage_main_pid(run->stage), &faults);

	if (!err)
		err = look_at_counters(ret);
	if (err)
		return err;
	ret->nr_faults = faults.minor;
	err = view_main_region(run->stage, "pinned", &region);
	if (!err)
		err = view_take(&region, act->nr_pages, &ret->pinned);
	if (!err)
		err = view_main_region(run->stage, "control", &region);
	return err ? err : view_take(&region, act->nr_pages, &ret->control);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	size_t nr_pages = drawn_size(config, "pages"), more = nr_pages + MORE_PAGES;
	struct stage_config larger = drawn_but(config, "pages", more);
	int err = placement_read_zones(&e->zones);

	e->act[0].nr_pages = nr_pages;
	e->act[1].nr_pages = more;
	if (!err)
		err = perform(config, moments, look, &e->act[0], &e->act[0].run);
	if (!err)
		err = perform_part(
			&larger, first_moments, look, &e->act[1], &e->act[1].run);
	return err;
}

static uint64_t faults_between(
	const struct act *act, enum moment before, enum moment after)
{
	return look_of(act, after)->nr_faults - look_of(act, before)->nr_faults;
}

static struct placement place(const struct evidence *e, const struct view *view)
{
	struct placement placement;
	int err = placement_count(&e->zones, view->pfns, view->nr_pages, &placement);

	if (err)
		claim_broken(err, "page frames are in no zone");
	return placement;
}

static void pinning_untouched_pages_faults_in_every_one(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];
	const struct look *mapped = look_of(act, MAPPED), *pinned = look_of(act, PINNED);
	uint64_t more;

	for (size_t i = 0; i < act->nr_pages; i++) {
		claim_where("page %zu of pinned", i);
		expect_true(!mapped->pinned.pfns[i], "no frame before it is pinned",
			"pfn 0x%" PRIx64, mapped->pinned.pfns[i]);
		expect_true(pinned->pinned.pfns[i], "a page in memory", "none");
	}
	more = faults_between(&e->act[1], MAPPED, PINNED) -
	       faults_between(act, MAPPED, PINNED);
	claim_where("the pinning of %d more pages", MORE_PAGES);
	expect_between("more minor faults", MORE_PAGES - NOISE_FAULTS,
		MORE_PAGES + NOISE_FAULTS, more);
	claim_saw("%zu pages came into memory; %d more pages, %" PRIu64 " more faults",
		act->nr_pages, MORE_PAGES, more);
}

static void pinning_written_pages_faults_in_none(void **state)
{
	const struct evidence *e = *state;

	for (int i = 0; i < 2; i++) {
		const struct act *act = &e->act[i];

		claim_where("nr_foll_pin_acquired in /proc/vmstat");
		expect_counted("pages pinned", act->nr_pages,
			look_of(act, BOTH_PINNED)->nr_acquired -
				look_of(act, WRITTEN)->nr_acquired);
		claim_where("the pinning of %zu written pages", act->nr_pages);
		expect_between("minor faults", 0, NOISE_FAULTS,
			faults_between(act, WRITTEN, BOTH_PINNED));
	}
	claim_saw("%zu pages, %" PRIu64 " faults, those of the call itself",
		e->act[1].nr_pages, faults_between(&e->act[1], WRITTEN, BOTH_PINNED));
}

static void the_kernel_counts_each_pinned_page_once(void **state)
{
	const struct evidence *e = *state;

	claim_where("nr_foll_pin_acquired in /proc/vmstat");
	for (int i = 0; i < 2; i++)
		expect_counted("pages pinned", e->act[i].nr_pages,
			look_of(&e->act[i], PINNED)->nr_acquired -
				look_of(&e->act[i], MAPPED)->nr_acquired);
	claim_saw("%zu and %zu pages", e->act[0].nr_pages, e->act[1].nr_pages);
}

static void pinned_pages_stay_while_others_move(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];
	const struct look *before = look_of(act, BOTH_PINNED),
			  *moved = look_of(act, MOVED);
	struct placement control = place(e, &moved->control);

	claim_where("control, before the thread wrote");
	expect_equal("pages on node 0", act->nr_pages,
		place(e, &before->control).nr_on_node[0]);
	claim_where("control, at the checkpoint «moved»");
	expect_between("pages on node 1", (act->nr_pages * 9 + 9) / 10, act->nr_pages,
		control.nr_on_node[1]);
	for (size_t i = 0; i < act->nr_pages; i++) {
		claim_where("page %zu of pinned", i);
		expect_true(before->pinned.pfns[i], "a pinned page", "none");
		expect_equal_hex("pfn", before->pinned.pfns[i], moved->pinned.pfns[i]);
	}
	claim_saw("%zu of %zu pages moved, none of the %zu pinned ones",
		control.nr_on_node[1], act->nr_pages, act->nr_pages);
}

static void unpinned_pages_follow_the_thread(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];
	struct placement now = place(e, &look_of(act, FOLLOWED)->pinned);

	claim_where("pinned, at the checkpoint «followed»");
	expect_between("pages on node 1", (act->nr_pages * 9 + 9) / 10, act->nr_pages,
		now.nr_on_node[1]);
	claim_saw("%zu of %zu pages are on node 1", now.nr_on_node[1], act->nr_pages);
}

static void what_was_acquired_is_released(void **state)
{
	const struct act *act = &((const struct evidence *)*state)->act[0];
	const struct look *mapped = look_of(act, MAPPED), *last = look_of(act, FOLLOWED);
	uint64_t nr_acquired = last->nr_acquired - mapped->nr_acquired;

	claim_where("nr_foll_pin_released in /proc/vmstat");
	expect_true(nr_acquired > 0, "pinned pages to release", "none");
	claim_alone("nr_foll_pin_acquired", 2 * act->nr_pages, nr_acquired);
	expect_counted(
		"pages unpinned", nr_acquired, last->nr_released - mapped->nr_released);
	claim_saw("%" PRIu64 " pages pinned, and as many unpinned", nr_acquired);
}

/* The program counts fewer faults than are seen from outside, where its own calls to the
 * checker count too. */
static void expect_faults(
	const struct act *act, const char *hole, enum moment before, enum moment after)
{
	uint64_t seen = faults_between(act, before, after), printed;

	if (transcript_u64(act->run.report, hole, &printed))
		printed = UINT64_MAX;
	claim_where("faults of pinning %s pages", hole);
	expect_between("faults printed", seen > NOISE_FAULTS ? seen - NOISE_FAULTS : 0,
		seen, printed);
}

static void expect_places(
	const struct evidence *e, const char *when, const struct look *look)
{
	const struct {
		const char *name;
		const struct view *view;
	} buffers[] = {{"p", &look->pinned}, {"c", &look->control}};
	char hole[32];

	for (int i = 0; i < 2; i++) {
		struct placement seen = place(e, buffers[i].view);

		for (int node = 0; node < 2; node++) {
			snprintf(hole, sizeof(hole), "%s_%s%d", when, buffers[i].name,
				node);
			expect_hole(e->act[0].run.report, hole, seen.nr_on_node[node]);
		}
	}
}

static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];

	expect_moment(&act->run, FOLLOWED);
	expect_transcript_complete(act->run.report);
	expect_faults(act, "untouched", MAPPED, PINNED);
	expect_faults(act, "written", WRITTEN, BOTH_PINNED);
	claim_where("output");
	expect_places(e, "moved", &act->at[MOVED]);
	expect_places(e, "followed", &act->at[FOLLOWED]);
	expect_exit(act->run.stage, 0);
	claim_saw("faults and nodes agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(pinning_untouched_pages_faults_in_every_one),
	CLAIM(pinning_written_pages_faults_in_none),
	CLAIM(the_kernel_counts_each_pinned_page_once),
	CLAIM(pinned_pages_stay_while_others_move),
	CLAIM(unpinned_pages_follow_the_thread),
	CLAIM(what_was_acquired_is_released),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
