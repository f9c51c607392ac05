/* SPDX-License-Identifier: MIT */
/*
 * Lab 04, the checker: reads the pools of both sizes on every node at nine moments, and what
 * the two regions are made of, then judges. What the machine started with is read before
 * the program runs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define NR_NODES 2
#define FILE_PAGES 2

enum moment {
	MAPPED,
	TOUCHED,
	EMPTIED,
	ONE_NODE,
	FEWER,
	GREEDY,
	SMALL,
	CLOSED,
	END,
	NR_MOMENTS
};

static const char *const moments[] = {"mapped", "touched", "emptied", "one-node", "fewer",
	"greedy", "small", "closed", "end", NULL};

/* The pools of one size. */
struct pools {
	struct hugepages all, node[NR_NODES];
};

struct look {
	struct pools huge, small;
};

enum size { PAGES, ON_NODE, LEFT, SMALL_PAGES, NR_SIZES };

static const char *const size_names[] = {"pages", "on_node", "left", "small"};

struct evidence {
	struct performance run;
	size_t huge_bytes, small_bytes;
	size_t sizes[NR_SIZES];
	struct look before, at[NR_MOMENTS];
	struct huge_view buffer, small; /* a region that was wrong is empty */
};

static int look_at_pools(size_t page_bytes, struct pools *ret)
{
	int err = hugepages_read(page_bytes, HUGEPAGES_ALL_NODES, &ret->all);

	for (int node = 0; !err && node < NR_NODES; node++)
		err = hugepages_read(page_bytes, node, &ret->node[node]);
	return err;
}

static int look_at_all(const struct evidence *e, struct look *ret)
{
	int err = look_at_pools(e->huge_bytes, &ret->huge);

	return err ? err : look_at_pools(e->small_bytes, &ret->small);
}

/* A region that is not what was asked for leaves no evidence, for its claim to find. */
static int look_at_region(const struct performance *run, const char *name,
	size_t length_bytes, struct huge_view *ret)
{
	struct stage_region region;
	int err = view_main_region(run->stage, name, &region);

	if (!err)
		err = huge_view_take(&region, length_bytes, ret);
	return err == -ENODATA ? 0 : err;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	int err = look_at_all(e, &e->at[moment]);

	if (!err && moment == TOUCHED)
		err = look_at_region(
			run, "buffer", e->sizes[PAGES] * e->huge_bytes, &e->buffer);
	if (!err && moment == SMALL)
		err = look_at_region(
			run, "small", e->sizes[SMALL_PAGES] * e->small_bytes, &e->small);
	return err;
}

static int look_before(struct evidence *e)
{
	size_t sizes[HUGEPAGES_MAX_SIZES], nr;
	int err = hugepages_default(&e->huge_bytes);

	if (!err)
		err = hugepages_sizes(sizes, &nr);
	if (err)
		return err;
	e->small_bytes = sizes[0];
	return look_at_all(e, &e->before);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	for (int i = 0; i < NR_SIZES; i++)
		e->sizes[i] = drawn_size(config, size_names[i]);
	err = look_before(e);
	return err ? err : perform(config, moments, look, e, &e->run);
}

static void expect_pool(const char *when, uint64_t reserved, uint64_t free, uint64_t nr,
	const struct hugepages *pool)
{
	claim_where("%s", when);
	expect_equal("nr_hugepages", nr, pool->nr);
	expect_equal("resv_hugepages", reserved, pool->reserved);
	expect_equal("free_hugepages", free, pool->free);
}

static void expect_nodes(const char *when, uint64_t on_node_0, uint64_t on_node_1,
	const struct pools *pools)
{
	claim_where("node 0, %s", when);
	expect_equal("nr_hugepages", on_node_0, pools->node[0].nr);
	claim_where("node 1, %s", when);
	expect_equal("nr_hugepages", on_node_1, pools->node[1].nr);
}

static void a_mapping_reserves_and_a_touch_takes(void **state)
{
	const struct evidence *e = *state;
	const struct hugepages *before = &e->before.huge.all;

	expect_pool("mapped", e->sizes[PAGES], before->nr, before->nr,
		&look_of(e, MAPPED)->huge.all);
	expect_pool("touched", 0, before->nr - e->sizes[PAGES], before->nr,
		&look_of(e, TOUCHED)->huge.all);
	expect_huge_pages("buffer", &e->buffer, e->huge_bytes, KPAGE_HUGE);
	claim_saw("%zu pages of %zu kB reserved, then taken: %zu heads and %zu tails",
		e->sizes[PAGES], e->huge_bytes / 1024, e->sizes[PAGES],
		e->buffer.nr_pages - e->sizes[PAGES]);
}

static void an_empty_pool_refuses(void **state)
{
	const struct evidence *e = *state;
	const char *refusal;

	expect_pool("emptied", 0, 0, 0, &look_of(e, EMPTIED)->huge.all);
	claim_where("the mapping");
	if (transcript_word(e->run.report, "refusal", &refusal))
		refusal = "nothing printed";
	expect_true(!strcmp(refusal, strerror(ENOMEM)), strerror(ENOMEM), "%s", refusal);
	claim_saw("no page in the pool, and %s", refusal);
}

static void each_node_has_a_pool_of_its_own(void **state)
{
	const struct evidence *e = *state;

	expect_nodes(
		"asked of node 1", 0, e->sizes[ON_NODE], &look_of(e, ONE_NODE)->huge);
	expect_nodes("fewer on all nodes", 0, e->sizes[LEFT], &look_of(e, FEWER)->huge);
	claim_saw("0 and %zu pages, then 0 and %zu", e->sizes[ON_NODE], e->sizes[LEFT]);
}

static void each_size_has_a_pool_of_its_own(void **state)
{
	const struct evidence *e = *state;
	const struct look *small = look_of(e, SMALL);
	char pages[32];

	snprintf(pages, sizeof(pages), "pages of %zu kB", e->small_bytes / 1024);
	expect_pool(pages, 0, 0, e->sizes[SMALL_PAGES], &small->small.all);
	expect_pool("the default size", 0, 0, 0, &small->huge.all);
	expect_huge_pages("small", &e->small, e->small_bytes, KPAGE_HUGE);
	claim_saw("%zu pages of %zu kB", e->sizes[SMALL_PAGES], e->small_bytes / 1024);
}

static void a_file_keeps_its_pages_until_it_is_removed(void **state)
{
	const struct evidence *e = *state;
	const struct pools *before = &e->before.huge;
	const struct look *end;

	expect_pool(
		"the file is closed", 0, 0, FILE_PAGES, &look_of(e, CLOSED)->huge.all);
	end = look_of(e, END);
	expect_nodes("in the end", before->node[0].nr, before->node[1].nr, &end->huge);
	expect_pool("in the end", 0, before->all.free, before->all.nr, &end->huge.all);
	expect_pool("the smallest size, in the end", 0, 0, e->before.small.all.nr,
		&end->small.all);
	claim_saw("%d pages kept by a closed file; all pools as before in the end",
		FILE_PAGES);
}

#define AT(moment, field) moment, offsetof(struct look, field)

static const struct {
	const char *hole;
	enum moment moment;
	size_t offset; /* of the number in struct look */
} printed[] = {
	{"mapped_reserved", AT(MAPPED, huge.all.reserved)},
	{"mapped_free", AT(MAPPED, huge.all.free)},
	{"mapped_nr", AT(MAPPED, huge.all.nr)},
	{"touched_reserved", AT(TOUCHED, huge.all.reserved)},
	{"touched_free", AT(TOUCHED, huge.all.free)},
	{"touched_nr", AT(TOUCHED, huge.all.nr)},
	{"emptied_nr", AT(EMPTIED, huge.all.nr)},
	{"one_0", AT(ONE_NODE, huge.node[0].nr)},
	{"one_1", AT(ONE_NODE, huge.node[1].nr)},
	{"fewer_0", AT(FEWER, huge.node[0].nr)},
	{"fewer_1", AT(FEWER, huge.node[1].nr)},
	{"got", AT(GREEDY, huge.node[1].nr)},
	{"small_free", AT(SMALL, small.all.free)},
	{"small_nr", AT(SMALL, small.all.nr)},
	{"closed_free", AT(CLOSED, huge.all.free)},
	{"closed_nr", AT(CLOSED, huge.all.nr)},
	{"end_0", AT(END, huge.node[0].nr)},
	{"end_1", AT(END, huge.node[1].nr)},
};

static void report_agrees(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, END);
	expect_transcript_complete(e->run.report);
	for (size_t i = 0; i < sizeof(printed) / sizeof(printed[0]); i++)
		expect_hole(e->run.report, printed[i].hole,
			*(const uint64_t *)((const char *)&e->at[printed[i].moment] +
					    printed[i].offset));
	expect_hole(e->run.report, "small_kb", e->small_bytes / 1024);
	expect_exit(e->run.stage, 0);
	claim_saw("all numbers agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(a_mapping_reserves_and_a_touch_takes),
	CLAIM(an_empty_pool_refuses),
	CLAIM(each_node_has_a_pool_of_its_own),
	CLAIM(each_size_has_a_pool_of_its_own),
	CLAIM(a_file_keeps_its_pages_until_it_is_removed),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
