/* SPDX-License-Identifier: MIT */
/*
 * Lab 10, the checker: reads zoneinfo whenever the program has done so, from another CPU, and
 * counts by tracepoints what the program takes out of stocks and puts there. Before it starts, the stock is
 * emptied, so that one that was not charged is seen.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <numa.h>
#include <stdlib.h>
#include <sys/param.h>

#include "check.h"

#define BURST_PAGES 256
#define CHARGE_PAGES 1024
#define CHARGED_PAGES 768 /* at least, of those that were given back */
#define FLOOD_PAGES 4096
#define SETTING "vm/percpu_pagelist_high_fraction"
#define NR_IMPOSSIBLE 3
#define NOISE_PAGES 4 /* more of the program's own meanwhile, as for a line of text */
/* So many that what came from the zone is less than what the stock lost (formulas.c); and twice
 * the most fits into a stock with what the program puts there. */
#define MIN_FED 500
#define MAX_FED 1000
/* Pages of the kernel's before the flood, which does not take them: the most that have room besides. */
#define MIN_LEFT 150
#define MAX_LEFT 500
/* So many more of them in the run on the other node that no number is right for what both floods leave. */
#define MORE_LEFT 450
/* Of the second run; lab.json has the same. */
#define MIN_FRACTION 100
#define MAX_FRACTION 240
/* Fractions that leave a stock room for all of these; none is that of lab.json. */
#define MIN_FIRST 9
#define MAX_FIRST 15

enum moment { BEFORE, LISTED, CHARGED, TAKEN, BACK, DRY, FLOODED, CHANGED, REFUSED, END };

static const char *const moments[] = {"before", "listed", "charged", "taken", "returned",
	"dry", "flooded", "changed", "refused", "restored", NULL};

/* A run on the other node. There the zone that serves users is another in the list of zones, and
 * of all that have a stock of its CPU. */
enum far_moment { FAR_DRY, FAR_FLOODED, FAR_END };

static const char *const far_moments[] = {"dry", "flooded", "restored", NULL};

struct evidence {
	struct performance run;
	struct performance far;
	unsigned far_cpu;
	uint64_t far_fraction;
	struct zoneinfo far_info[FAR_END + 1];
	const char *program;
	unsigned cpu;
	int away;					 /* a CPU for the checker */
	uint64_t fraction, first_fraction, own_fraction; /* the last one: the machine's */
	long impossible[NR_IMPOSSIBLE];
	int errors[NR_IMPOSSIBLE]; /* that the kernel answers to these */
	struct zoneinfo info[END + 1];
	uint64_t fractions[END + 1];
	struct pageset_flow flow[END + 1];
	cpu_set_t allowed[END + 1];
	uint64_t fed
		[2]; /* pages that we put into the stock, when it is charged and taken */
	uint64_t left;	  /* and of the kernel's, before the flood */
	unsigned fed_cpu; /* whose stock gets others, after the program's first look */
	uint64_t fed_before;
	struct zoneinfo unfed; /* when it was charged, without our pages */
	unsigned nr_asked[NR_IMPOSSIBLE];
	unsigned nr_asked_least; /* a hundred times the fraction */
};

/* The zone that the program's CPU takes user pages from. */
static const struct zone *zone_of(const struct evidence *e, const struct zoneinfo *info)
{
	return zoneinfo_first_zone(info, (unsigned)numa_node_of_cpu((int)e->cpu));
}

static const struct zone *zone_at(const struct evidence *e, enum moment moment)
{
	expect_moment(&e->run, moment);
	return zone_of(e, &e->info[moment]);
}

static int64_t count_at(const struct evidence *e, enum moment moment)
{
	return (int64_t)zone_at(e, moment)->pageset[e->cpu].count;
}

/* How many pages the program took out of that CPU's stock in between. */
static int64_t taken_between(
	const struct evidence *e, unsigned cpu, enum moment from, enum moment to)
{
	expect_moment(&e->run, to);
	return pageset_taken(&e->flow[from], &e->flow[to], cpu);
}

/*
 * The program does the same on every machine, and so what it sees could be reckoned. Therefore we
 * put some pages into the stock, as any other program on this CPU might: before it looks for the
 * first time, between the burst and its return, and, of the kernel's, before the flood. Another
 * CPU's stock gets some between the look that does not count and the one that is listed.
 */
static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	const struct zone *before = zone_of(e, &e->info[BEFORE]);
	pid_t pid = stage_main_pid(run->stage);
	int err = moment == BEFORE ? pageset_trace_start(before) : 0;

	if (!err && moment == BEFORE)
		err = pageset_feed((int)e->fed_cpu, e->away, e->fed_before);
	if (!err && moment == CHARGED)
		err = zoneinfo_read(&e->unfed);
	if (!err && moment == CHARGED)
		err = pageset_feed((int)e->cpu, e->away, e->fed[0]);
	if (!err && moment == DRY)
		err = pageset_feed_kernel((int)e->cpu, e->away, e->left);
	if (!err)
		err = zoneinfo_read(&e->info[moment]);
	if (!err)
		err = pageset_trace_read(pid, &e->flow[moment]);
	if (!err)
		err = kfile_value(AT_FDCWD, PAGESET_FRACTION, &e->fractions[moment]);
	if (!err)
		err = affinity_read(pid, &e->allowed[moment]);
	if (!err && moment == TAKEN)
		err = pageset_feed((int)e->cpu, e->away, e->fed[1]);
	for (int i = 0; i < NR_IMPOSSIBLE && moment == REFUSED; i++)
		e->nr_asked[i] = stage_sysctls(run->stage, SETTING, e->impossible[i]);
	e->nr_asked_least = stage_sysctls(run->stage, SETTING, 100 * (long)e->fraction);
	return err;
}

static int look_far(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	int err = 0;

	(void)run;
	if (moment == FAR_DRY)
		err = pageset_feed_kernel((int)e->far_cpu, e->away, e->left + MORE_LEFT);
	return err ? err : zoneinfo_read(&e->far_info[moment]);
}

static unsigned nr_cpus_of(unsigned node)
{
	struct bitmask *cpus = numa_allocate_cpumask();
	unsigned nr;

	numa_node_to_cpus((int)node, cpus);
	nr = numa_bitmask_weight(cpus);
	numa_free_cpumask(cpus);
	return nr;
}

/* A fraction whose equal part is nearer to the next whole number: rounding gives another. */
static uint64_t draw_far_fraction(
	const struct stage_config *config, const struct evidence *e)
{
	unsigned node = (unsigned)numa_node_of_cpu((int)e->far_cpu);
	uint64_t managed = zoneinfo_first_zone(&e->info[BEFORE], node)->managed;
	uint64_t fraction = drawn_secret(
		config, "fraction of the second run", MIN_FRACTION, MAX_FRACTION);

	for (uint64_t i = MIN_FRACTION; i <= MAX_FRACTION; i++) {
		uint64_t parts = fraction * nr_cpus_of(node);

		if (2 * (managed % parts) >= parts)
			break;
		fraction = fraction == MAX_FRACTION ? MIN_FRACTION : fraction + 1;
	}
	return fraction;
}

static int run_far(const struct stage_config *config, struct evidence *e)
{
	struct stage_config far = drawn_but(config, "cpu", e->far_cpu);

	e->far_fraction = draw_far_fraction(config, e);
	far = drawn_but(&far, "fraction", e->far_fraction);
	return perform(&far, far_moments, look_far, e, &e->far);
}

/* What the kernel answers to the fractions that the program tried. */
static int try_impossible(struct evidence *e)
{
	for (int i = 0; i < NR_IMPOSSIBLE; i++)
		e->errors[i] = -pageset_set_fraction(e->impossible[i]);
	return pageset_set_fraction((long)e->own_fraction);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->program = config->exercise;
	e->cpu = (unsigned)drawn_size(config, "cpu");
	e->fraction = drawn_size(config, "fraction");
	e->impossible[0] = -1;
	e->impossible[1] = 1 + (long)(drawn_seed(config) % 7);
	e->impossible[2] = 2147483648;
	e->fed[0] = drawn_secret(config, "fed when charged", MIN_FED, MAX_FED);
	e->fed[1] = drawn_secret(config, "fed when taken", MIN_FED, MAX_FED);
	e->left = drawn_secret(config, "fed before the flood", MIN_LEFT, MAX_LEFT);
	e->away = numa_node_of_cpu((int)e->cpu) ? 0 : numa_num_configured_cpus() - 1;
	e->far_cpu = (unsigned)drawn_secret(config, "a CPU of node 0", 1, 3);
	e->fed_before = drawn_secret(config, "fed before the list", MIN_FED, MAX_FED);
	e->fed_cpu = (unsigned)drawn_secret(config, "whose stock is fed", 4, 6);
	e->fed_cpu += e->fed_cpu >= e->cpu;
	if (!pageset_can_trace())
		return claims_skip("this kernel has no histograms of tracepoints");
	e->first_fraction = drawn_secret(config, "first fraction", MIN_FIRST, MAX_FIRST);
	err = kfile_value(AT_FDCWD, PAGESET_FRACTION, &e->own_fraction);
	if (!err)
		err = pageset_set_fraction((long)e->first_fraction);
	if (!err)
		err = pageset_empty((int)e->cpu, e->away);
	if (!err)
		err = zoneinfo_read(&e->info[BEFORE]);
	if (err)
		return err;
	err = perform(config, moments, look, e, &e->run);
	if (e->run.stage)
		pageset_trace_stop(zone_of(e, &e->info[BEFORE]));
	/* What did not end the first time will not end the second time. */
	if (!err && e->run.nr_right > END)
		err = run_far(config, e);
	return err ? err : try_impossible(e);
}

/* The number printed for that hole is what was seen, give or take `slack`. */
static void expect_near(
	const struct transcript *report, const char *hole, int64_t seen, int64_t slack)
{
	uint64_t printed = 0;
	int64_t low = seen > slack ? seen - slack : 0;

	if (transcript_u64(report, hole, &printed))
		expect_hole(report, hole, (uint64_t)seen);
	expect_between(hole, (uint64_t)low, (uint64_t)(seen + slack), printed);
}

/* One row. Other work changes counts by a batch now and then; and newer kernels change `high`
 * only when the CPU next uses its stock, which may be between the two looks. */
static void expect_listed(const struct evidence *e, size_t z, unsigned cpu, size_t row)
{
	const struct zone *zone = &e->info[LISTED].zone[z];
	const struct pageset *stock = &zone->pageset[cpu];
	const struct pageset *before = &e->info[BEFORE].zone[z].pageset[cpu];
	uint64_t low = MIN(before->count, stock->count), printed = 0;

	claim_where("node %u zone %s cpu %u", zone->node, zone->name, cpu);
	expect_cell(e->run.report, "node", row, zone->node);
	expect_cell_word(e->run.report, "zone", row, zone->name);
	expect_cell(e->run.report, "cpu", row, cpu);
	expect_cell(e->run.report, "batch", row, stock->batch);
	transcript_row_u64(e->run.report, "high", row, &printed);
	if (printed != before->high)
		expect_cell(e->run.report, "high", row, stock->high);
	transcript_row_u64(e->run.report, "count", row, &printed);
	expect_between("pages in stock", low > stock->batch ? low - stock->batch : 0,
		MAX(before->count, stock->count) + stock->batch, printed);
}

/*
 * End: every pageset of every zone and CPU is printed as zoneinfo has it.
 * Means: the checker reads zoneinfo itself at the same moment; counts may differ by a batch, all
 * else must be equal.
 * Other ways: the library's function that reads zoneinfo (it must not be linked in); the numbers of an
 * earlier run, or of the look before (the checker puts pages into another CPU's stock in between).
 */
static void every_pageset_is_listed_as_the_kernel_shows_it(void **state)
{
	const struct evidence *e = *state;
	size_t row = 0;

	expect_moment(&e->run, LISTED);
	expect_own(e->program, "zoneinfo_read", "common/kernel/zoneinfo.h");
	for (size_t z = 0; z < e->info[LISTED].nr_zones; z++) {
		for (unsigned cpu = 0; cpu < ZONEINFO_MAX_CPUS; cpu++) {
			if (e->info[LISTED].zone[z].pageset[cpu].exists)
				expect_listed(e, z, cpu, row++);
		}
	}
	expect_nr_rows(e->run.report, "count", row);
	claim_saw("%zu stocks", row);
}

/* Where the program came so far: charge() does its work each time that it is called. What the flood
 * took is released in between. */
static void expect_charged_again(const struct evidence *e)
{
	const uint64_t gave = e->flow[CHANGED].gave[e->cpu],
		       before = e->flow[FLOODED].gave[e->cpu];

	if (e->run.nr_right <= CHANGED)
		return;
	claim_where("stock of CPU %u, from “%s” to “%s”", e->cpu, moments[FLOODED],
		moments[CHANGED]);
	expect_at_least("pages released by the flood and by charge()",
		FLOOD_PAGES + CHARGE_PAGES, gave - before);
}

/*
 * End: the program runs on its CPU, and its 256 pages leave that CPU's pageset and return to it.
 * Means: the tracepoints of the pages that the program took and released, CPU by CPU: one page
 * is taken out of the CPU's pageset, and returns there; the program's affinity at each checkpoint of the
 * burst.
 * Other ways: bound only while the checker looks (affinity at all three checkpoints); a pageset
 * that was full anyway (the checker empties it before the program starts), or that was filled from the
 * zone while pages were taken and not released (mm_page_free_batched), or by a child (the tracepoints
 * count the threads of the program's first process alone); charged once, and not again when the
 * fraction is new (as many pages are released once more).
 */
static void a_burst_comes_out_of_this_cpus_stock_and_goes_back(void **state)
{
	const struct evidence *e = *state;
	int64_t taken = taken_between(e, e->cpu, CHARGED, TAKEN);
	int64_t returned = -taken_between(e, e->cpu, TAKEN, BACK);
	uint64_t charged;
	cpu_set_t own;

	CPU_ZERO(&own);
	CPU_SET(e->cpu, &own);
	for (enum moment moment = CHARGED; moment <= BACK; moment++) {
		claim_where("the program, at the checkpoint “%s”", moments[moment]);
		expect_cpus(&own, &e->allowed[moment]);
	}
	claim_where("stock of CPU %u, node %u zone %s", e->cpu, zone_at(e, TAKEN)->node,
		zone_at(e, TAKEN)->name);
	charged = zone_of(e, &e->unfed)->pageset[e->cpu].count;
	expect_true(charged >= CHARGED_PAGES,
		"a charged stock before the burst: 768 pages at least",
		"%" PRIu64 " pages", charged);
	charged = e->flow[CHARGED].gave[e->cpu] - e->flow[LISTED].gave[e->cpu];
	expect_true(charged >= CHARGE_PAGES,
		"a charged stock before the burst: 1024 pages released on this CPU",
		"%" PRIu64 " pages", charged);
	claim_saw("%" PRId64 ": %" PRId64 " taken, %" PRId64 " returned",
		count_at(e, CHARGED), taken, returned);
	expect_between("pages that it gave", BURST_PAGES, BURST_PAGES + NOISE_PAGES,
		(uint64_t)taken);
	expect_between("pages that it got back", BURST_PAGES - NOISE_PAGES,
		BURST_PAGES + NOISE_PAGES, (uint64_t)returned);
	/* It may take a page of its own meanwhile; but each page of the burst is released. */
	expect_at_least("pages released on this CPU", BURST_PAGES,
		e->flow[BACK].gave[e->cpu] - e->flow[TAKEN].gave[e->cpu]);
	for (unsigned cpu = 0; cpu < ZONEINFO_MAX_CPUS; cpu++) {
		claim_where("stock of CPU %u in the same zone", cpu);
		if (cpu != e->cpu)
			expect_equal("pages that it gave or got", 0,
				(uint64_t)taken_between(e, cpu, CHARGED, TAKEN));
	}
	expect_charged_again(e);
}

static void at_far_run(const struct evidence *e, unsigned node)
{
	claim_where("a run on CPU %u, of node %u", e->far_cpu, node);
	expect_moment(&e->far, FAR_END);
}

/* On the other node, too, the program found the stock that serves its CPU. Not asked of one that
 * did not come to its end: other claims tell that. */
static void expect_far_stock(const struct evidence *e)
{
	unsigned node = (unsigned)numa_node_of_cpu((int)e->far_cpu);
	const struct zone *zone = zoneinfo_first_zone(&e->info[BEFORE], node);

	if (!e->far.stage)
		return;
	at_far_run(e, node);
	expect_hole(e->far.report, "own_node", node);
	expect_cell_word(e->far.report, "own_zone", 0, zone->name);
	expect_hole(e->far.report, "own_cpu", e->far_cpu);
}

/*
 * End: the numbers that are printed are those of the pageset that served the burst, at three
 * moments.
 * Means: the checker reads them itself at these moments, also in a run on the other node, where
 * another pageset serves the program.
 * Other ways: constants, or counts that were calculated (the checker puts pages into the
 * pageset, as many as the seed says, before the first look and between the second and the
 * third); the last pageset of all, or that of the last zone, which is right on one node only
 * (the second run).
 */
static void the_burst_is_told_as_it_was(void **state)
{
	const struct evidence *e = *state;
	const char *zone = zone_at(e, BACK)->name;
	/* Other work of the CPU may have its stock filled up once between two looks. */
	int64_t slack = NOISE_PAGES + (int64_t)zone_at(e, CHARGED)->pageset[e->cpu].batch;

	expect_hole(e->run.report, "own_node", zone_at(e, BACK)->node);
	expect_cell_word(e->run.report, "own_zone", 0, zone);
	expect_hole(e->run.report, "own_cpu", e->cpu);
	expect_near(e->run.report, "charged", count_at(e, CHARGED), slack);
	expect_near(e->run.report, "taken", count_at(e, TAKEN), slack);
	expect_near(e->run.report, "returned", count_at(e, BACK), slack);
	expect_far_stock(e);
	claim_saw("node %u zone %s: %" PRId64 ", %" PRId64 ", %" PRId64,
		zone_at(e, BACK)->node, zone, count_at(e, CHARGED), count_at(e, TAKEN),
		count_at(e, BACK));
}

/* In the run on the other node more pages come from the zone: nothing was put into that stock. */
static void expect_far_refilled(const struct evidence *e)
{
	unsigned node = (unsigned)numa_node_of_cpu((int)e->far_cpu);
	const struct pageset *before, *after;

	if (!e->far.stage)
		return;
	at_far_run(e, node);
	before = &zoneinfo_first_zone(&e->far_info[FAR_DRY], node)->pageset[e->far_cpu];
	after = &zoneinfo_first_zone(&e->far_info[FAR_FLOODED], node)
			 ->pageset[e->far_cpu];
	expect_near(e->far.report, "refilled",
		FLOOD_PAGES + (int64_t)(after->count - before->count),
		(int64_t)after->batch + NOISE_PAGES);
}

/*
 * End: the program works out how many pages came from the zone.
 * Means: the change of the pageset's count, in a run on the other node, too, and the tracepoints
 * of the pages that were taken out of it.
 * Other ways: a constant, or one in place of what is left in the pageset (the checker has put pages
 * into it, and some of a kind that the program does not take); the sum of batches that double, as newer
 * kernels have them, which is the same for many counts (the second run, in which more batches come, and more
 * is left);
 * any other combination of the three numbers (formulas.c).
 */
static void what_the_stock_lacked_came_from_the_zone(void **state)
{
	const struct evidence *e = *state;
	int64_t batch = (int64_t)zone_at(e, FLOODED)->pageset[e->cpu].batch;
	int64_t seen = FLOOD_PAGES + count_at(e, FLOODED) - count_at(e, DRY);
	uint64_t refilled =
		e->flow[FLOODED].refilled[e->cpu] - e->flow[DRY].refilled[e->cpu];

	claim_where("stock of CPU %u", e->cpu);
	expect_between("pages that the program took out of it", FLOOD_PAGES,
		FLOOD_PAGES + NOISE_PAGES,
		(uint64_t)taken_between(e, e->cpu, DRY, FLOODED));
	expect_between("pages that came from the zone", (uint64_t)batch, FLOOD_PAGES * 2,
		refilled);
	expect_near(e->run.report, "refilled", seen, batch + NOISE_PAGES);
	expect_far_refilled(e);
	claim_saw("%" PRIu64 " pages came from the zone, in batches of %" PRId64,
		refilled, batch);
}

/*
 * End: the setting is written, refuses what it must, and is as before at the end.
 * Means: the setting at each checkpoint; the errors that the kernel returns to the checker for
 * the same numbers.
 * Other ways: an error that is made up (the calls of lab_sysctl() are counted by their numbers); a
 * first fraction that is known (it is drawn).
 */
static void impossible_fractions_change_nothing_and_the_first_is_put_back(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, END);
	claim_where("/proc/sys/vm/percpu_pagelist_high_fraction");
	expect_equal("fraction, when changed", e->fraction, e->fractions[CHANGED]);
	expect_equal(
		"fraction, after impossible ones", e->fraction, e->fractions[REFUSED]);
	expect_equal("fraction, at the end", e->first_fraction, e->fractions[END]);
	for (int i = 0; i < NR_IMPOSSIBLE; i++) {
		claim_where("fraction %ld", e->impossible[i]);
		expect_true(e->nr_asked[i], "the kernel is asked: lab_sysctl() with it",
			"nobody has tried it");
		expect_cell(e->run.report, "impossible", i, (uint64_t)e->impossible[i]);
		expect_cell(e->run.report, "error", i, (uint64_t)e->errors[i]);
	}
	expect_transcript_complete(e->run.report);
	expect_exit(e->run.stage, 0);
	claim_saw("%" PRIu64 ", and %" PRIu64 " again", e->fraction, e->first_fraction);
}

/* What the program calculated for that zone with this fraction, and a hundred times that. */
static void expect_high(const struct transcript *report, const struct zone *zone,
	unsigned cpu, uint64_t fraction)
{
	unsigned nr = nr_cpus_of(zone->node);
	uint64_t batch = zone->pageset[cpu].batch;
	uint64_t high = pageset_high(zone, fraction, nr, batch);

	expect_hole(report, "fraction", fraction);
	expect_hole(report, "high_now", high);
	expect_hole(report, "high_rule", high);
	expect_hole(report, "high_least", pageset_high(zone, 100 * fraction, nr, batch));
}

/*
 * End: the program calculates how large a pageset may be, as the kernel does.
 * Means: zoneinfo at the checkpoint, and the rule with the zone's own numbers, for two
 * fractions, one of which gives less than the minimum; and for two more in the run on the other node.
 * Other ways: the library's function that calculates it (it must not be linked in); the larger fraction
 * written, and the kernel's answer read (the calls of lab_sysctl() are counted); a part that is rounded
 * to the nearest number (the second run's fraction is one where that differs). Whether the
 * high that is printed was read or calculated cannot be told: it is the same number.
 */
static void high_follows_the_fraction_by_the_rule(void **state)
{
	const struct evidence *e = *state;
	const struct zone *zone = zone_at(e, CHANGED);
	const struct pageset *stock = &zone->pageset[e->cpu];
	unsigned far_node = (unsigned)numa_node_of_cpu((int)e->far_cpu);
	uint64_t high =
		pageset_high(zone, e->fraction, nr_cpus_of(zone->node), stock->batch);
	uint64_t found;

	expect_own(e->program, "pageset_high", "common/judge/pageset.h");
	claim_where("stock of CPU %u, node %u zone %s", e->cpu, zone->node, zone->name);
	expect_equal("high", high, stock->high);
	expect_high(e->run.report, zone, e->cpu, e->fraction);
	claim_where("fraction %" PRIu64, 100 * e->fraction);
	expect_true(!e->nr_asked_least,
		"a number by the rule: the program does not write this fraction",
		"it wrote it, by lab_sysctl()");
	/* Which stock is the right one there is another claim's matter. */
	if (e->far.stage && !transcript_u64(e->far.report, "own_node", &found) &&
		found == far_node) {
		at_far_run(e, far_node);
		expect_high(e->far.report,
			zoneinfo_first_zone(&e->far_info[FAR_END], far_node), e->far_cpu,
			e->far_fraction);
	}
	claim_saw("fraction %" PRIu64 ": high %" PRIu64, e->fraction, high);
}

static const struct CMUnitTest claims[] = {
	CLAIM(every_pageset_is_listed_as_the_kernel_shows_it),
	CLAIM(a_burst_comes_out_of_this_cpus_stock_and_goes_back),
	CLAIM(the_burst_is_told_as_it_was),
	CLAIM(what_the_stock_lacked_came_from_the_zone),
	CLAIM(impossible_fractions_change_nothing_and_the_first_is_put_back),
	CLAIM(high_follows_the_fraction_by_the_rule),
};

CHECKER(claims, gather, struct evidence);
