/* SPDX-License-Identifier: MIT */
/*
 * Lab 04, the checker: reads the pools of both sizes on every node at nine moments, and what
 * the two regions are made of, then judges. What the machine started with is read before
 * the program runs. Which pool was asked, and what was mapped, is in the record.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <numaif.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

#define NR_NODES 2
#define FILE_PAGES 2
#define FILE_PATH HUGEPAGES_MOUNT "/pages"
/* More than any node has. */
#define GREEDY_PAGES 100000

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
	char *ours;			/* a huge page of node 1, or MAP_FAILED */
	bool has_more;			/* node 0's pool has a page more */
	bool is_written[FILE_PAGES];	/* the closed file's huge pages: not all zeros */
	bool is_held;			/* it is still open, or mapped */
	struct huge_view buffer, small; /* a region that was wrong is empty */
	struct stage_region buffer_region,
		small_region; /* ... and nowhere, if it has no memory */
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
	size_t length_bytes, struct huge_view *ret, struct stage_region *ret_region)
{
	int err = view_main_region(run->stage, name, ret_region);

	if (!err)
		err = huge_view_take(ret_region, length_bytes, ret);
	return err == -ENODATA ? 0 : err;
}

/* A file's hole reads as zeros, too. Without mapping it: that would take pages. */
static bool has_bytes(int fd, off_t from, size_t length_bytes)
{
	static const char zeros[1 << 16];
	char piece[1 << 16];
	ssize_t nr;

	for (size_t at = 0; at < length_bytes; at += sizeof(piece)) {
		nr = pread(fd, piece, sizeof(piece), from + (off_t)at);
		if (nr <= 0)
			return false;
		if (memcmp(piece, zeros, (size_t)nr))
			return true;
	}
	return false;
}

/* The kernel grants a lease for writing where nobody else has the file open, nor mapped. */
static bool is_held(int fd)
{
	bool held = fcntl(fd, F_SETLEASE, F_WRLCK) && errno == EAGAIN;

	fcntl(fd, F_SETLEASE, F_UNLCK);
	return held;
}

/* What the program has left in the file; no file: nothing. */
static void look_at_file(const struct performance *run, struct evidence *e)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/root" FILE_PATH,
		(int)stage_main_pid(run->stage));
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	e->is_held = is_held(fd);
	for (size_t i = 0; i < FILE_PAGES; i++)
		e->is_written[i] =
			has_bytes(fd, (off_t)(i * e->huge_bytes), e->huge_bytes);
	close(fd);
}

/* That node 1's pool has as many pages as all pools, and as many as are free, is so by chance: it has
 * other numbers when a page more is on node 0, and one of node 1's is ours. Where the program has
 * left no page there is none to take. */
static void part_numbers(struct evidence *e)
{
	unsigned long away = 1UL << 1;

	if (set_mempolicy(MPOL_BIND, &away, 64))
		return;
	e->ours = mmap(NULL, e->huge_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE, -1, 0);
	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	e->has_more =
		!hugepages_write(e->huge_bytes, 0, e->at[FEWER].huge.node[0].nr + 1);
}

static void join_numbers(struct evidence *e)
{
	if (e->ours != MAP_FAILED)
		munmap(e->ours, e->huge_bytes);
	e->ours = MAP_FAILED;
	if (e->has_more)
		hugepages_write(e->huge_bytes, 0, e->at[FEWER].huge.node[0].nr);
	e->has_more = false;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	int err = look_at_all(e, &e->at[moment]);

	if (!err && moment == TOUCHED)
		err = look_at_region(run, "buffer", e->sizes[PAGES] * e->huge_bytes,
			&e->buffer, &e->buffer_region);
	if (!err && moment == SMALL)
		err = look_at_region(run, "small", e->sizes[SMALL_PAGES] * e->small_bytes,
			&e->small, &e->small_region);
	if (!err && moment == CLOSED)
		look_at_file(run, e);
	if (!err && moment == FEWER)
		part_numbers(e);
	if (moment == GREEDY)
		join_numbers(e);
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
	e->ours = MAP_FAILED;
	err = look_before(e);
	if (!err)
		err = perform(config, moments, look, e, &e->run);
	join_numbers(e);
	return err;
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

/* ---- what was asked of the pools ---- */

static const struct record *expect_calls(const struct evidence *e)
{
	return expect_record(&e->run, RECORD_CALLS | RECORD_FILES);
}

/* A number that was written to a pool's nr_hugepages. */
struct resize {
	const struct record_event *write; /* NULL: none */
	int node;			  /* or HUGEPAGES_ALL_NODES */
};

static bool is_pool_of(const struct evidence *e, const char *path, int node)
{
	char folder[64] = "/sys/kernel/mm", pool[128];

	if (node != HUGEPAGES_ALL_NODES)
		snprintf(folder, sizeof(folder), "/sys/devices/system/node/node%d", node);
	snprintf(pool, sizeof(pool), "%s/hugepages/hugepages-%zukB/nr_hugepages", folder,
		e->huge_bytes / 1024);
	return !strcmp(path, pool);
}

/* The next write to a pool of the default size after this one, between two checkpoints. */
static struct resize next_resize(const struct evidence *e, enum moment after,
	enum moment before, struct resize resize)
{
	static const int nodes[] = {HUGEPAGES_ALL_NODES, 0, 1};
	const struct record_query query = {.kind = RECORD_CALL,
		.succeeded = true,
		.after = moments[after],
		.before = moments[before]};
	const struct record *record = expect_calls(e);
	const struct record_event *ev = resize.write, *open;
	char path[256];

	while ((ev = record_next(record, &query, ev))) {
		open = record_is_write(ev->call.nr)
			       ? record_opened(record, ev, (int)ev->call.args[0])
			       : NULL;
		if (!open)
			continue;
		record_path(record, open, path, sizeof(path));
		for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++)
			if (is_pool_of(e, path, nodes[i]))
				return (struct resize){ev, nodes[i]};
	}
	return (struct resize){NULL, 0};
}

static struct resize last_resize(
	const struct evidence *e, enum moment after, enum moment before)
{
	struct resize last = {NULL, 0}, resize = {NULL, 0};

	while ((resize = next_resize(e, after, before, resize)).write)
		last = resize;
	return last;
}

static const char *pool_words(int node)
{
	return node == HUGEPAGES_ALL_NODES ? "all nodes" : node ? "node 1" : "node 0";
}

/* Whether mmap() was to take pages from the pool of this size. */
static bool asks_for(
	const struct evidence *e, const struct record_event *mmap, size_t page_bytes)
{
	uint64_t flags = mmap->call.args[3];
	uint64_t bits = flags >> MAP_HUGE_SHIFT & MAP_HUGE_MASK;

	if (!(flags & MAP_HUGETLB))
		return false;
	return bits ? UINT64_C(1) << bits == page_bytes : page_bytes == e->huge_bytes;
}

/* How the program got the region: by an mmap() that asks for pages of this size. */
static void expect_mapping(const struct evidence *e, const char *name,
	const struct stage_region *region, size_t page_bytes, enum moment before)
{
	const int flags = MAP_HUGETLB | MAP_ANONYMOUS | MAP_PRIVATE;
	struct record_query query = {.kind = RECORD_CALL,
		.nr = SYS_mmap,
		.from = region->address,
		.bytes = region->length_bytes,
		.succeeded = true,
		.before = moments[before]};
	const struct record *record = expect_calls(e);
	const struct record_event *ev = NULL, *mapped = NULL;
	char words[RECORD_WORDS_BYTES];

	claim_where("%s, how it was mapped", name);
	if (!region->address)
		query = (struct record_query){.kind = RECORD_CALL,
			.nr = SYS_mmap,
			.failed = true,
			.after = before == SMALL ? moments[GREEDY] : NULL,
			.before = moments[before]};
	while ((ev = record_next(record, &query, ev)))
		if (region->address || ev->call.args[3] & MAP_HUGETLB)
			mapped = ev;
	expect_true(mapped, "mmap() with MAP_HUGETLB", "none that gave this memory");
	record_words(mapped, words, sizeof(words));
	expect_true(mapped->call.result >= 0, "memory", "%s", words);
	expect_true((mapped->call.args[3] & flags) == flags,
		"MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB", "%s", words);
	expect_true(asks_for(e, mapped, page_bytes),
		"the size of a page in the flags of mmap()",
		"%s, which asks for pages of %s", words,
		asks_for(e, mapped, e->huge_bytes) ? "the default size" : "another size");
}

/*
 * End: the pool has the region's pages reserved, then in use; kpageflags and smaps say what they
 * are.
 * Means: a private anonymous mapping with MAP_HUGETLB gave the region.
 * Other ways: a file on hugetlbfs, memfd_create() or shmget(), which take from the same pool
 * (the flags of the mmap() that gave the region); pages outside the region (kpageflags).
 */
static void a_mapping_reserves_and_a_touch_takes(void **state)
{
	const struct evidence *e = *state;
	const struct hugepages *before = &e->before.huge.all;

	expect_pool("mapped", e->sizes[PAGES], before->nr, before->nr,
		&look_of(e, MAPPED)->huge.all);
	expect_pool("touched", 0, before->nr - e->sizes[PAGES], before->nr,
		&look_of(e, TOUCHED)->huge.all);
	expect_huge_pages("buffer", &e->buffer, e->huge_bytes, KPAGE_HUGE);
	expect_mapping(e, "buffer", &e->buffer_region, e->huge_bytes, MAPPED);
	claim_saw("%zu pages of %zu kB reserved, then taken: %zu heads and %zu tails",
		e->sizes[PAGES], e->huge_bytes / 1024, e->sizes[PAGES],
		e->buffer.nr_pages - e->sizes[PAGES]);
}

/* What became of the last mapping from the pool that was asked for once it was empty. */
static void expect_refusal(const struct evidence *e)
{
	const struct record_query query = {.kind = RECORD_CALL,
		.nr = SYS_mmap,
		.after = moments[TOUCHED],
		.before = moments[EMPTIED]};
	const struct record_event *ev = last_resize(e, TOUCHED, EMPTIED).write;
	const struct record_event *asked = NULL;
	char words[RECORD_WORDS_BYTES];

	claim_where("once the pool is empty");
	expect_true(ev, "a number written to nr_hugepages", "none");
	while ((ev = record_next(expect_calls(e), &query, ev)))
		if (asks_for(e, ev, e->huge_bytes))
			asked = ev;
	expect_true(asked, "an mmap() of huge pages, to be refused", "none");
	record_words(asked, words, sizeof(words));
	expect_true(asked->call.result == -ENOMEM, "it fails: ENOMEM", "%s", words);
	expect_true(asked->call.args[1] / e->huge_bytes <= e->before.huge.all.nr,
		"an mmap() of no more pages than the pool had when the program began",
		"%s", words);
}

/* Whether the descriptor that was read tells how many huge pages there are: a pool's file, by whatever
 * path, or /proc/meminfo. */
static bool tells_number(const struct record *record, const struct record_event *read)
{
	int fd = (int)read->call.args[read->call.nr == SYS_sendfile];
	const struct record_event *open = record_opened(record, read, fd);

	return open && (strstr(open->call.path, "nr_hugepages") ||
			       strstr(open->call.path, "meminfo"));
}

/* The kernel gives what it can: how many it gave is read once it has been asked. */
static void expect_read_back(const struct evidence *e)
{
	const struct record_query calls = {.kind = RECORD_CALL,
		.succeeded = true,
		.after = moments[TOUCHED],
		.before = moments[EMPTIED]};
	const struct record *record = expect_calls(e);
	const struct record_event *ev = last_resize(e, TOUCHED, EMPTIED).write;

	do
		ev = record_next(record, &calls, ev);
	while (ev && !(record_is_read(ev->call.nr) && tells_number(record, ev)));
	claim_where("once the pool is empty");
	expect_true(ev, "a look at nr_hugepages after the number was written", "none");
}

/*
 * End: the pool has no page, and the program prints the words for ENOMEM.
 * Means: after the last change of the pool, the program asked for its pages by mmap(), and the
 * kernel refused.
 * Other ways: the words printed without a call; a refusal by a pool that has pages, but too few;
 * a refusal by the pool of another size, or because no pool has so many pages (the calls, their order, the
 * size in the flags, and the length).
 */
static void an_empty_pool_refuses(void **state)
{
	const struct evidence *e = *state;
	const char *refusal;

	expect_pool("emptied", 0, 0, 0, &look_of(e, EMPTIED)->huge.all);
	expect_refusal(e);
	claim_where("the mapping");
	if (transcript_word(e->run.report, "refusal", &refusal))
		refusal = "nothing printed";
	expect_true(!strcmp(refusal, strerror(ENOMEM)), strerror(ENOMEM), "%s", refusal);
	claim_saw("no page in the pool, and %s", refusal);
}

/* What the pools of both nodes have after some writes. The kernel spreads what is asked of all nodes evenly
 * over empty pools; otherwise it does not tell from which node a page is. */
struct shares {
	uint64_t least[NR_NODES]; /* on that node */
	uint64_t most;		  /* on both together */
};

/* The least that there is on both nodes together, once this was granted. */
static uint64_t share(struct shares *shares, int node, uint64_t nr)
{
	uint64_t *least = shares->least;

	if (node != HUGEPAGES_ALL_NODES) {
		shares->most += nr - least[node];
		least[node] = nr;
		return least[0] + least[1];
	}
	if (!shares->most)
		least[0] = least[1] = nr / NR_NODES;
	else if (nr < shares->most)
		least[0] = least[1] = 0;
	shares->most = nr;
	return nr;
}

/* At no time are there more pages than the task names: node 0 frees its pages before node 1 gets them. */
static void expect_no_more(const struct evidence *e)
{
	struct shares shares = {.most = look_of(e, EMPTIED)->huge.all.nr};
	struct resize resize = {NULL, 0};

	while ((resize = next_resize(e, EMPTIED, ONE_NODE, resize)).write) {
		uint64_t asked = resize.write->call.nr_huge_asked;
		uint64_t nr = share(&shares, resize.node, asked);

		claim_where("asked of %s", pool_words(resize.node));
		expect_true(nr <= e->sizes[ON_NODE],
			"no more pages than are needed, on both nodes together",
			"at least %" PRIu64 " pages", nr);
	}
}

/*
 * End: the pools of both nodes have the pages that the task names, before and after fewer pages
 * were asked for.
 * Means: any writes that give node 1 its pages, if there are never more than the task names on both nodes
 * together; the pool was shrunk by a write to the number of all nodes.
 * Other ways: all memory asked for, then less; node 1 asked while node 0 still has pages, or one
 * page (the numbers that were written, one after the other); node 1 asked again, where the kernel is to
 * choose (the file that was written).
 */
static void each_node_has_a_pool_of_its_own(void **state)
{
	const struct evidence *e = *state;
	struct resize resize = {NULL, 0};

	expect_nodes(
		"asked of node 1", 0, e->sizes[ON_NODE], &look_of(e, ONE_NODE)->huge);
	expect_no_more(e);
	expect_nodes("fewer on all nodes", 0, e->sizes[LEFT], &look_of(e, FEWER)->huge);
	claim_where("fewer on all nodes, whose nr_hugepages was written");
	resize = next_resize(e, ONE_NODE, FEWER, resize);
	expect_true(resize.write, pool_words(HUGEPAGES_ALL_NODES), "none");
	for (; resize.write; resize = next_resize(e, ONE_NODE, FEWER, resize))
		expect_true(resize.node == HUGEPAGES_ALL_NODES,
			pool_words(HUGEPAGES_ALL_NODES), "%s", pool_words(resize.node));
	claim_saw("0 and %zu pages, then 0 and %zu", e->sizes[ON_NODE], e->sizes[LEFT]);
}

/*
 * End: the pool of the smallest size has the region's pages, and the default pool is empty.
 * Means: as in the first claim; here the size is in the flags.
 * Other ways: as in the first claim.
 */
static void each_size_has_a_pool_of_its_own(void **state)
{
	const struct evidence *e = *state;
	const struct look *small = look_of(e, SMALL);
	char pages[32];

	expect_mapping(e, "small", &e->small_region, e->small_bytes, SMALL);
	snprintf(pages, sizeof(pages), "pages of %zu kB", e->small_bytes / 1024);
	expect_pool(pages, 0, 0, e->sizes[SMALL_PAGES], &small->small.all);
	expect_pool("the default size", 0, 0, 0, &small->huge.all);
	expect_huge_pages("small", &e->small, e->small_bytes, KPAGE_HUGE);
	claim_saw("%zu pages of %zu kB", e->sizes[SMALL_PAGES], e->small_bytes / 1024);
}

/* The next shared mapping of the file after this one, made before it was closed; NULL: none. */
static const struct record_event *next_mapping(
	const struct evidence *e, const struct record_event *mapping)
{
	const struct record_query mappings = {.kind = RECORD_CALL,
		.nr = SYS_mmap,
		.succeeded = true,
		.after = moments[SMALL],
		.before = moments[CLOSED]};
	const struct record *record = expect_calls(e);
	const struct record_event *open;
	char path[256];

	while ((mapping = record_next(record, &mappings, mapping))) {
		uint64_t flags = mapping->call.args[3];

		if (flags & MAP_ANONYMOUS || !(flags & MAP_SHARED))
			continue;
		open = record_opened(record, mapping, (int)mapping->call.args[4]);
		if (!open)
			continue;
		record_path(record, open, path, sizeof(path));
		if (!strcmp(path, FILE_PATH))
			break;
	}
	return mapping;
}

/* Whether the program's own instruction, or a call that writes for it, wrote to that huge page of
 * the file by this mapping, as the first to go there; which may be a part of the file, as long as it lasts. */
static bool is_written_by(
	const struct evidence *e, const struct record_event *mapping, size_t page)
{
	const struct record *record = expect_record(&e->run, RECORD_FAULTS);
	uint64_t at = page * e->huge_bytes, from = mapping->call.args[5];
	struct record_query query = {.kind = RECORD_FAULT,
		.memory_pid = mapping->pid,
		.from = (uint64_t)mapping->call.result + at - from,
		.bytes = e->huge_bytes,
		.write = true,
		.after = moments[SMALL],
		.before = moments[CLOSED]};
	const struct record_query unmappings = {.kind = RECORD_CALL,
		.nr = SYS_munmap,
		.pid = mapping->pid,
		.from = query.from,
		.bytes = query.bytes};
	const struct record_event *end = record_next(record, &unmappings, mapping);
	const struct record_event *ev = mapping;

	if (at < from || at - from >= mapping->call.args[1])
		return false;
	while ((ev = record_next(record, &query, ev)))
		if (ev->fault.by != RECORD_BY_GUP)
			return !end || ev->time_ns < end->time_ns;
	return false;
}

/* What is not zero has been written, because only a mapping can be written here. A zero that was written
 * is told from none by the fault. */
static void expect_written(const struct evidence *e)
{
	for (size_t i = 0; i < FILE_PAGES; i++) {
		const struct record_event *mapping = next_mapping(e, NULL);

		while (mapping && !is_written_by(e, mapping, i))
			mapping = next_mapping(e, mapping);
		claim_where("huge page %zu of the file", i);
		expect_true(mapping || e->is_written[i], "a byte written into it",
			"it is full of zeros, and was not taken by a write");
	}
}

/*
 * End: the closed file's pages are not free; after its removal all pools are as they were.
 * Means: the program wrote to each page of the file through shared mappings of it, whole or in
 * parts; the file is unmapped and closed at the checkpoint.
 * Other ways: an anonymous mapping that is kept, also by a child; the file kept open or mapped, in
 * whatever process (a lease of the checker's); pages that fallocate() or MADV_POPULATE_WRITE took, or that were
 * only read (what the file holds, or, if that is zeros, that the first access was the program's and a
 * write: page[0]++ reads first).
 */
static void a_file_keeps_its_pages_until_it_is_removed(void **state)
{
	const struct evidence *e = *state;
	const struct pools *before = &e->before.huge;
	const struct look *end;

	expect_pool(
		"the file is closed", 0, 0, FILE_PAGES, &look_of(e, CLOSED)->huge.all);
	claim_where("from “%s” to “%s”", moments[SMALL], moments[CLOSED]);
	expect_true(next_mapping(e, NULL), "a shared mapping of " FILE_PATH, "none");
	expect_written(e);
	claim_where(FILE_PATH ", at “%s”", moments[CLOSED]);
	expect_true(!e->is_held, "a file that is unmapped and closed",
		"one that a process has still open, or mapped");
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
	{"small_reserved", AT(SMALL, small.all.reserved)},
	{"small_free", AT(SMALL, small.all.free)},
	{"small_nr", AT(SMALL, small.all.nr)},
	{"closed_reserved", AT(CLOSED, huge.all.reserved)},
	{"closed_free", AT(CLOSED, huge.all.free)},
	{"closed_nr", AT(CLOSED, huge.all.nr)},
	{"end_0", AT(END, huge.node[0].nr)},
	{"end_1", AT(END, huge.node[1].nr)},
};

/* Node 1 gives no more than it has, whoever asks for how many: what was asked is in the record. */
static void expect_greed(const struct evidence *e)
{
	struct resize resize = {NULL, 0};
	uint64_t nr = 0;

	while ((resize = next_resize(e, FEWER, GREEDY, resize)).write)
		if (resize.node == 1 && resize.write->call.nr_huge_asked > nr)
			nr = resize.write->call.nr_huge_asked;
	claim_where(
		"asked of node 1, from “%s” to “%s”", moments[FEWER], moments[GREEDY]);
	expect_at_least("pages", GREEDY_PAGES, nr);
}

/* Between two checkpoints, where nobody looks: what the next one or the one before allows. */
static void expect_unseen(const struct evidence *e)
{
	const struct hugepages *closed = &e->at[CLOSED].huge.all;
	uint64_t on_0 = 0, on_1 = 0, nr_free = UINT64_MAX;

	claim_where("asked of all");
	if (transcript_u64(e->run.report, "all_0", &on_0) ||
		transcript_u64(e->run.report, "all_1", &on_1))
		on_0 = on_1 = UINT64_MAX;
	if (!e->at[EMPTIED].huge.all.nr) {
		expect_between("pages on node 0", e->sizes[ON_NODE] / 2,
			(e->sizes[ON_NODE] + 1) / 2, on_0);
		expect_equal("pages on node 1", e->sizes[ON_NODE] - on_0, on_1);
	}
	if (closed->nr != FILE_PAGES) /* a surplus, which goes when it is free */
		return;
	claim_where("the file is removed");
	if (transcript_u64(e->run.report, "removed_free", &nr_free))
		nr_free = UINT64_MAX;
	expect_between("free pages", closed->free, closed->nr, nr_free);
	expect_hole(e->run.report, "removed_nr", closed->nr);
}

/*
 * End: every number that is printed is what the checker saw at its checkpoint, or lies between
 * what it saw at two.
 * Means: none is asked for.
 * Other ways: numbers by theory: a program that knows them is right, except for the number of
 * pages that the kernel could give. That number read elsewhere, of all nodes or of free pages
 * (the checker puts a page into node 0's pool, and uses one of node 1's). Fewer pages asked for than the task
 * says (the numbers that were written); the number that was asked for, taken for the one that is there (what
 * the program reads).
 */
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
	expect_unseen(e);
	expect_greed(e);
	expect_read_back(e);
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
