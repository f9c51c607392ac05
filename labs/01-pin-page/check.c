/* SPDX-License-Identifier: MIT */
/*
 * Lab 01, the checker: looks at both buffers at six moments, and at the kernel's counters
 * of pinned pages, then judges. That pinned pages do not move means something only if
 * others do: the control buffer. A second run, with more pages, is ended when both buffers
 * are pinned: who does one thing for a size does not do it for another.
 *
 * Who pinned which page, took the faults, and moved what, is in the record; other memory of the
 * program is its own business. While the program stands still the checker touches pages of pinned
 * and moves pages of control, as many as nobody can know, and tries whether a pinned page moves.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "check_act.h"
#include "check_hand.h"
#include "check_moves.h"
#include "check_pins.h"
#include "check_table.h"
#include "page_pin.h"

#define MORE_PAGES 128 /* the second run has that many more */
/* The checker touches and moves so many: more than the faults that the program takes elsewhere while
 * it pins, and few against those that are judged. As many as it moves it touches on node 1. */
#define MIN_TOUCHED 40
#define MAX_TOUCHED 90
#define MIN_READ 21
#define MAX_READ 39
#define MIN_SENT 5
#define MAX_SENT 12
/* 32 and 33: the C library's own, and nobody sends them for a handler's sake. */
#define LIBC_SIGNALS (UINT64_C(3) << 31)

static const char *const moments[] = {
	"mapped", "pinned", "written", "both-pinned", "moved", "followed", NULL};
static const char *const first_moments[] = {
	"mapped", "pinned", "written", "both-pinned", NULL};

static int look_at_counters(struct look *ret)
{
	int err = vmstat_refresh();

	if (!err)
		err = vmstat_read("nr_foll_pin_acquired", &ret->nr_acquired);
	return err ? err : vmstat_read("nr_foll_pin_released", &ret->nr_released);
}

static int look_at_signals(pid_t pid, bool *ret_is_interrupted)
{
	uint64_t caught;
	int err = proc_status_mask(pid, "SigCgt", &caught);

	if (!err)
		*ret_is_interrupted = caught & ~LIBC_SIGNALS;
	return err;
}

static int look_at_side(const struct act *act, struct side *ret)
{
	int err = view_pfns(&ret->region, act->nr_pages, &ret->pfns);

	evidence_keep(ret->pfns);
	ret->set_out = ret->pfns;
	return err;
}

static int look_at_sides(
	const struct performance *run, const struct act *act, struct look *ret)
{
	int err = view_main_region(run->stage, "pinned", &ret->pinned.region);

	if (!err)
		err = look_at_side(act, &ret->pinned);
	if (!err)
		err = view_main_region(run->stage, "control", &ret->control.region);
	return err ? err : look_at_side(act, &ret->control);
}

static int look_again(const struct act *act, struct side *side)
{
	int err = view_pfns(&side->region, act->nr_pages, &side->set_out);

	if (!err)
		evidence_keep(side->set_out);
	return err;
}

/* A pinned page can be moved by nobody, and NUMA balancing does not even ask for it. What moves
 * all the same is put back on its node. */
static int try_to_move(const struct act *act, struct side *side, size_t *ret_nr_movable)
{
	int *states = evidence_keep(calloc(act->nr_pages, sizeof(*states)));
	int err =
		states ? hand_move(&side->region, act->nr_pages, AWAY, states) : -ENOMEM;

	if (!err)
		err = look_again(act, side);
	*ret_nr_movable = 0;
	for (size_t i = 0; !err && i < act->nr_pages; i++)
		*ret_nr_movable += side->set_out[i] != side->pfns[i] ||
				   (side->set_out[i] && states[i] == -ENOENT);
	if (err || !*ret_nr_movable)
		return err;
	err = hand_move(&side->region, act->nr_pages, HOME, states);
	return err ? err : look_again(act, side);
}

/* Of control, before it is pinned. */
static int send_away(struct act *act, struct side *control)
{
	int states[MAX_SENT];
	int err = hand_move(&control->region, act->nr_sent, AWAY, states);

	return err ? err : look_again(act, control);
}

/* A page that the program has not made is not to be made by us: it would be on our node. */
static bool is_there(const struct act *act, const struct side *side)
{
	for (size_t i = 0; i < act->nr_pages; i++)
		if (!side->pfns[i])
			return false;
	return true;
}

/* Where pages are missing, all sums are 0. */
static int sum_up(const struct act *act, struct side *side)
{
	side->sums = evidence_keep(calloc(act->nr_pages, sizeof(*side->sums)));
	if (!side->sums)
		return -ENOMEM;
	return is_there(act, side) ? hand_sum(&side->region, act->nr_pages, side->sums)
				   : 0;
}

static int sum_both(const struct act *act, struct look *look)
{
	int err = sum_up(act, &look->pinned);

	return err ? err : sum_up(act, &look->control);
}

/* No page holds any more what a thread would write into it. */
static int mark_both(const struct act *act, struct look *look)
{
	int err = 0;

	if (is_there(act, &look->pinned))
		err = hand_mark(&look->pinned.region, act->nr_pages, act->mark);
	if (!err && is_there(act, &look->control))
		err = hand_mark(&look->control.region, act->nr_pages, act->mark);
	return err ? err : sum_both(act, look);
}

/* The first of pinned. A few of them are on the other node, and stay there when they are pinned: where the
 * pages are is not known without a look. Those behind them are only read, and take a fault all the same:
 * how many are not in memory is not how many faults come. */
static int touch(const struct act *act, const struct stage_region *pinned)
{
	int err = hand_touch(pinned, act->nr_sent, AWAY);

	if (!err)
		err = hand_touch(pinned, act->nr_touched, HOME);
	return err ? err : hand_read(pinned, act->nr_touched, act->nr_read);
}

/* What the checker itself does at a moment, once it has looked. */
static int lend_a_hand(struct act *act, size_t moment, struct look *look)
{
	int err;

	switch (moment) {
	case MAPPED:
		return touch(act, &look->pinned.region);
	case WRITTEN:
		return send_away(act, &look->control);
	case BOTH_PINNED:
		err = try_to_move(act, &look->control, &act->nr_control_movable);
		if (!err)
			err = mark_both(act, look);
		if (!err)
			err = hand_age(look->pinned.region.pid);
		return err ? err : hand_balance(true);
	case MOVED:
		err = sum_both(act, look);
		return err ? err : try_to_move(act, &look->pinned, &act->nr_movable);
	default:
		return 0;
	}
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct act *act = arg;
	struct look *ret = &act->at[moment];
	struct faults faults;
	pid_t pid = stage_main_pid(run->stage);
	int err = faults_read(pid, &faults);

	if (!err)
		err = look_at_signals(pid, &ret->is_interrupted);
	if (!err)
		err = look_at_counters(ret);
	if (err)
		return err;
	ret->nr_faults = faults.minor;
	err = look_at_sides(run, act, ret);
	return err ? err : lend_a_hand(act, moment, ret);
}

/* Nothing has a reason to move before both buffers are pinned; but what the checker sends to node 1
 * would be brought back at times, and the pinning would take the hint faults. */
static int prepare(const struct stage_config *config, size_t nr_pages, struct act *ret)
{
	ret->nr_pages = nr_pages;
	ret->nr_touched = drawn_secret(config, "touched", MIN_TOUCHED, MAX_TOUCHED);
	ret->mark = (unsigned char)drawn_secret(config, "mark", 1, UINT8_MAX);
	ret->nr_read = drawn_secret(config, "read", MIN_READ, MAX_READ);
	ret->nr_sent = drawn_secret(config, "sent", MIN_SENT, MAX_SENT);
	return hand_balance(false);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	size_t nr_pages = drawn_size(config, "pages"), more = nr_pages + MORE_PAGES;
	struct stage_config larger = drawn_but(config, "pages", more);
	int err = placement_read_zones(&e->zones);

	if (!err)
		err = cpulist_read(
			"/sys/devices/system/node/node1/cpulist", &e->away_cpus);
	if (!err)
		err = prepare(config, nr_pages, &e->act[0]);
	if (!err)
		err = perform(config, moments, look, &e->act[0], &e->act[0].run);
	if (!err)
		err = prepare(config, more, &e->act[1]);
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

static uint64_t acquired_between(
	const struct act *act, enum moment before, enum moment after)
{
	return look_of(act, after)->nr_acquired - look_of(act, before)->nr_acquired;
}

static struct placement place(
	const struct evidence *e, const struct act *act, const struct side *side)
{
	struct placement placement;
	int err = placement_count(&e->zones, side->pfns, act->nr_pages, &placement);

	if (err)
		claim_broken(err, "page frames are in no zone");
	return placement;
}

/* The first fault at a page was the pin's. */
static void expect_first_fault(const struct first_fault *first, const char *last)
{
	static const char expected[] = "a fault that PAGE_PIN_PIN took";

	if (!first->taken)
		claim_fail(expected, "none; the last call: %s", last);
	if (!first->by_pin && first->call)
		claim_fail(expected, "one in %s()",
			record_call_name(first->call->call.nr).text);
	expect_true(first->by_pin, expected, "one of the program's own");
}

static void expect_pinning_to_fault_in(const struct act *act)
{
	const struct side *side = &look_of(act, PINNED)->pinned;
	char words[RECORD_WORDS_BYTES];
	struct pins pins;

	find_pins(act, side, MAPPED, PINNED, &pins);
	last_call(act, side, MAPPED, PINNED, words);
	/* The checker has touched the first ones. */
	for (size_t i = act->nr_touched; i < act->nr_pages; i++) {
		claim_where("page %zu of %zu of pinned", i, act->nr_pages);
		expect_first_fault(&pins.faults[i], words);
	}
}

/*
 * End: each page of `pinned` is in memory, and was not before the pin.
 * Means: PAGE_PIN_PIN took the first fault at each page that the checker had not touched, in
 * both runs.
 * Other ways: the program writes to the pages itself, or mlock(), MADV_POPULATE_WRITE or
 * process_vm_writev() bring them in (the record has who took each fault, and during which call).
 */
static void pinning_untouched_pages_faults_in_every_one(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];
	const struct look *mapped = look_of(act, MAPPED), *pinned = look_of(act, PINNED);

	for (size_t i = 0; i < act->nr_pages; i++) {
		claim_where("page %zu of pinned", i);
		expect_true(!mapped->pinned.pfns[i], "no frame before it is pinned",
			"pfn 0x%" PRIx64, mapped->pinned.pfns[i]);
		expect_true(pinned->pinned.pfns[i], "a page in memory", "none");
	}
	for (int i = 0; i < 2; i++)
		expect_pinning_to_fault_in(&e->act[i]);
	claim_saw("%zu and %zu pages came into memory, by a fault each of the call",
		act->nr_pages - act->nr_touched,
		e->act[1].nr_pages - e->act[1].nr_touched);
}

/* Where nothing is recorded, the counter is all that there is. */
static void expect_some_counted(
	const struct act *act, enum moment before, enum moment after)
{
	claim_where("nr_foll_pin_acquired in /proc/vmstat");
	if (!act->run.record)
		expect_at_least("pages pinned", act->nr_pages,
			acquired_between(act, before, after));
}

/* Between the two checkpoints. A page that changed its frame without a fault was moved. */
static size_t nr_brought(
	const struct act *act, const struct side *control, const struct pins *pins)
{
	const uint64_t *now = look_of(act, BOTH_PINNED)->control.pfns;
	size_t nr = 0;

	for (size_t i = 0; i < act->nr_pages; i++)
		nr += pins->faults[i].taken && now[i] != control->set_out[i];
	return nr;
}

/*
 * End: each page of `control` is in memory and pinned, once.
 * Means: PAGE_PIN_PIN pinned each page, and no process took a fault that brought it a frame.
 * Other ways: no pin, another call, or other memory (the pins of each page); pages that were
 * only read, or never touched (the faults); pages that are unpinned again at once (the checker itself
 * tries to move them at “both-pinned”). NUMA balancing is off by then, because its hint faults would
 * count.
 */
static void pinning_written_pages_faults_in_none(void **state)
{
	const struct evidence *e = *state;

	for (int i = 0; i < 2; i++) {
		const struct act *act = &e->act[i];
		const struct side *side = &look_of(act, WRITTEN)->control;
		char words[RECORD_WORDS_BYTES];
		struct pins pins;

		for (size_t page = 0; page < act->nr_pages; page++) {
			claim_where("page %zu of control, at “written”", page);
			expect_true(side->pfns[page], "a page in memory", "none");
		}
		expect_some_counted(act, WRITTEN, BOTH_PINNED);
		find_pins(act, side, WRITTEN, BOTH_PINNED, &pins);
		last_call(act, side, WRITTEN, BOTH_PINNED, words);
		for (size_t page = 0; page < act->nr_pages; page++) {
			claim_where("page %zu of %zu of control", page, act->nr_pages);
			expect_true(pins.nr[page], "pinned by PAGE_PIN_PIN",
				"not pinned; the last call: %s", words);
			expect_equal("pins", 1, pins.nr[page]);
		}
		claim_where("the pinning of %zu written pages", act->nr_pages);
		expect_equal("pages that took a fault, and got another frame", 0,
			nr_brought(act, side, &pins));
		claim_where("control, at the checkpoint “both-pinned”");
		expect_equal("pages that could be moved", 0, act->nr_control_movable);
	}
	claim_saw("%zu and %zu pages, no fault", e->act[0].nr_pages, e->act[1].nr_pages);
}

/*
 * End: nr_foll_pin_acquired grew by as many pages as the device pinned for the program.
 * Means: PAGE_PIN_PIN pinned each page of `pinned` once.
 * Other ways: pins of other memory, or by calls that pin for a moment, such as
 * process_vm_writev() (the pins of each page, with the call that made them).
 */
static void the_kernel_counts_each_pinned_page_once(void **state)
{
	const struct evidence *e = *state;

	for (int i = 0; i < 2; i++) {
		const struct act *act = &e->act[i];
		const struct side *side = &look_of(act, PINNED)->pinned;
		uint64_t nr_acquired = acquired_between(act, MAPPED, PINNED);
		char words[RECORD_WORDS_BYTES];
		struct pins pins;

		expect_some_counted(act, MAPPED, PINNED);
		find_pins(act, side, MAPPED, PINNED, &pins);
		last_call(act, side, MAPPED, PINNED, words);
		for (size_t page = 0; page < act->nr_pages; page++) {
			claim_where("page %zu of %zu of pinned", page, act->nr_pages);
			expect_true(pins.nr[page], "pinned by PAGE_PIN_PIN",
				"not pinned; the last call: %s", words);
			expect_equal("pins", 1, pins.nr[page]);
		}
		claim_where("nr_foll_pin_acquired in /proc/vmstat");
		expect_equal("pages pinned", pins.nr_anywhere, nr_acquired);
	}
	claim_saw("%zu and %zu pages", e->act[0].nr_pages, e->act[1].nr_pages);
}

/* The pins of “pinned” are those that are held now. */
static void expect_held(const struct act *act)
{
	const struct side *side = &look_of(act, MOVED)->pinned;
	struct pins first, since;

	find_pins(act, side, MAPPED, PINNED, &first);
	find_pins(act, side, PINNED, MOVED, &since);
	for (size_t i = 0; i < act->nr_pages; i++) {
		claim_where("page %zu of pinned, at the checkpoint “moved”", i);
		expect_true(first.nr[i] && !since.nr[i],
			"the pin that it had at “pinned”", "%s",
			first.nr[i] ? "another, newer one" : "it had none");
	}
	claim_where("pinned, at the checkpoint “moved”");
	expect_equal("pages that could be moved", 0, act->nr_movable);
}

/* Nine of ten, as of those that were used. */
static void expect_written(
	const struct act *act, const struct side *was, const struct side *is)
{
	size_t nr = 0;

	for (size_t i = 0; i < act->nr_pages; i++)
		nr += was->sums[i] != is->sums[i];
	claim_where("%s, from “%s” to “%s”", is->region.name, moments[BOTH_PINNED],
		moments[MOVED]);
	expect_between("pages that were written", (act->nr_pages * 9 + 9) / 10,
		act->nr_pages, nr);
}

/*
 * End: 90% of the pages of `control` are on node 1, and each page of `pinned` has its old frame.
 * Means: NUMA balancing moved `control`; PAGE_PIN_PIN held `pinned` from “pinned” to “moved”,
 * while a thread on node 1 used 90% of it, too.
 * Other ways: `control` moved by move_pages() or mbind(), or written anew (why each page moved);
 * `pinned` unpinned, and left alone or bound by a policy (the checker itself tries to move it at
 * “moved”); `pinned` pinned again for the look (no pin after “pinned”); `pinned` never used (the
 * checker clears each page's access flag at “both-pinned”, so that the next use takes a fault);
 * `pinned` read, not written (the checker has filled each page with bytes of its own).
 */
static void pinned_pages_stay_while_others_move(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];
	const struct look *before = look_of(act, BOTH_PINNED),
			  *moved = look_of(act, MOVED);
	struct placement control = place(e, act, &moved->control);

	claim_where("control, before the thread wrote");
	/* The checker has moved a few itself. */
	expect_between("pages on node 0", act->nr_pages - act->nr_sent, act->nr_pages,
		place(e, act, &before->control).nr_on_node[HOME]);
	claim_where("control, at the checkpoint “moved”");
	expect_between("pages on node 1", (act->nr_pages * 9 + 9) / 10, act->nr_pages,
		control.nr_on_node[AWAY]);
	for (size_t i = 0; i < act->nr_pages; i++) {
		claim_where("page %zu of pinned", i);
		expect_true(before->pinned.pfns[i], "a pinned page", "none");
		expect_equal_hex("pfn", before->pinned.pfns[i], moved->pinned.pfns[i]);
	}
	expect_balanced(act, &before->control, &moved->control, BOTH_PINNED, MOVED);
	expect_held(act);
	expect_used_from_away(e, act, &moved->pinned, BOTH_PINNED, MOVED);
	expect_written(act, &before->pinned, &moved->pinned);
	expect_written(act, &before->control, &moved->control);
	claim_saw("%zu of %zu pages moved, none of the %zu pinned ones",
		control.nr_on_node[AWAY], act->nr_pages, act->nr_pages);
}

/*
 * End: 90% of the pages of `pinned` are on node 1.
 * Means: NUMA balancing moved them once they were unpinned, because a thread used them.
 * Other ways: pages moved by a call, or written anew (why each page moved).
 */
static void unpinned_pages_follow_the_thread(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];
	const struct look *followed = look_of(act, FOLLOWED);
	struct placement now = place(e, act, &followed->pinned);

	claim_where("pinned, at the checkpoint “followed”");
	expect_between("pages on node 1", (act->nr_pages * 9 + 9) / 10, act->nr_pages,
		now.nr_on_node[AWAY]);
	expect_balanced(act, &act->at[MOVED].pinned, &followed->pinned, MOVED, FOLLOWED);
	claim_saw("%zu of %zu pages are on node 1", now.nr_on_node[AWAY], act->nr_pages);
}

/*
 * End: by the kernel's counters, all pages that were pinned are unpinned at “followed”.
 * Means: PAGE_PIN_UNPIN was granted as often as PAGE_PIN_PIN was for the two buffers.
 * Other ways: the device is closed, which releases what was pinned through it (the calls are
 * counted); nothing was pinned at all.
 */
static void what_was_acquired_is_released(void **state)
{
	const struct act *act = &((const struct evidence *)*state)->act[0];
	const struct look *mapped = look_of(act, MAPPED), *last = look_of(act, FOLLOWED);
	uint64_t nr_acquired = last->nr_acquired - mapped->nr_acquired;
	char words[RECORD_WORDS_BYTES];
	size_t nr_pins;

	claim_where("nr_foll_pin_released in /proc/vmstat");
	expect_true(nr_acquired > 0, "pinned pages to release", "none");
	claim_alone("nr_foll_pin_acquired", 2 * act->nr_pages, nr_acquired);
	expect_counted(
		"pages unpinned", nr_acquired, last->nr_released - mapped->nr_released);
	nr_pins = nr_granted(act, PAGE_PIN_PIN, MAPPED, FOLLOWED);
	last_call(act, &last->pinned, MAPPED, FOLLOWED, words);
	claim_where("the calls from “mapped” to “followed”");
	expect_true(nr_pins, "PAGE_PIN_PIN, granted", "none; the last call: %s", words);
	expect_at_least("PAGE_PIN_UNPIN, granted", nr_pins,
		nr_granted(act, PAGE_PIN_UNPIN, MAPPED, FOLLOWED));
	claim_saw("%" PRIu64 " pages pinned, and as many unpinned", nr_acquired);
}

/* The program counts fewer faults than are seen from outside, where its own calls to the
 * checker and its other memory count too, but not fewer than the pinning took at the buffer. */
static void expect_faults(const struct act *act, const char *hole,
	const struct side *side, enum moment before, enum moment after)
{
	uint64_t seen = faults_between(act, before, after), printed;
	struct pins pins;

	if (transcript_u64(act->run.report, hole, &printed))
		printed = UINT64_MAX;
	find_pins(act, side, before, after, &pins);
	claim_where("faults of pinning %s pages", hole);
	expect_between("faults printed", pins.nr_faults, seen, printed);
	if (pins.last_ns)
		expect_counting(act->run.record, side->region.pid,
			act->run.moments[before], act->run.moments[after], pins.first_ns,
			pins.last_ns);
}

static void expect_places(
	const struct evidence *e, const char *when, const struct look *look)
{
	const struct {
		const char *name;
		const struct side *side;
	} buffers[] = {{"p", &look->pinned}, {"c", &look->control}};
	char hole[32];

	for (int i = 0; i < 2; i++) {
		struct placement seen = place(e, &e->act[0], buffers[i].side);

		for (int node = HOME; node <= AWAY; node++) {
			snprintf(hole, sizeof(hole), "%s_%s%d", when, buffers[i].name,
				node);
			expect_hole(e->act[0].run.report, hole, seen.nr_on_node[node]);
		}
	}
}

/*
 * End: the faults that are printed are at least those that PAGE_PIN_PIN took at the buffer, and
 * at most those of the process; the pages on each node are those that the checker saw; each row
 * of the tables is a point on the way that the pages took.
 * Means: any means that counts them.
 * Other ways: as many faults as pages, or rows that were calculated or invented (the checker has
 * touched some pages of `pinned` before, and moved some of `control`); the number of absent pages for that of
 * faults (the checker has read some: these are present, and take a fault); the count asked for at another time
 * (a program that calls getrusage(2) calls it before and after the pinning). A program that does not
 * count, but prints 0 for the written pages, is right by chance.
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0];

	expect_moment(&act->run, FOLLOWED);
	expect_transcript_complete(act->run.report);
	claim_where("output");
	expect_places(e, "moved", &act->at[MOVED]);
	expect_places(e, "followed", &act->at[FOLLOWED]);
	expect_exit(act->run.stage, 0);
	expect_faults(act, "untouched", &act->at[PINNED].pinned, MAPPED, PINNED);
	expect_faults(act, "written", &act->at[WRITTEN].control, WRITTEN, BOTH_PINNED);
	expect_tables(e, act);
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
