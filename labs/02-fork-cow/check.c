/* SPDX-License-Identifier: MIT */
/*
 * Lab 02, the checker: runs the program with two sizes, looks at the buffer of both
 * processes at four moments, then judges. Whose instruction wrote to which page, and what
 * that brought, is in the record; other memory of the program is its own business.
 *
 * That there is a fault for each page, and a new frame, is known to whoever knows the theory. So in
 * the second run we write some pages of either process before it does: these take no fault more. And some
 * of the parent's before the child writes: there the child takes a fault, and no new frame.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

#define MAX_PAGES 384
#define MORE_PAGES 128 /* the second run has that many more */
/* More than the faults of other code can be. */
#define MIN_PUT 70
#define MAX_PUT 120
/* Pages of the parent that we write before the child does. */
#define MIN_EARLY 10
#define MAX_EARLY 30
/* So many pages get other bytes between the first one and the stamp. */
#define NR_BEHIND 32
#define BEHIND_BYTES 7

enum moment { FILLED, FORKED, CHILD_WROTE, PARENT_WROTE, NR_MOMENTS };

static const char *const moments[] = {
	"filled", "forked", "child-wrote", "parent-wrote", NULL};

/* One process's buffer at one moment. */
struct side {
	struct stage_region region;
	struct view view;
	signed char values[MAX_PAGES]; /* the byte that changes */
	bool stamped[MAX_PAGES];       /* the number behind it is there */
	uint64_t nr_faults;
	uint64_t *set_out; /* its frames when it begins to write */
};

/* Neighbouring pages of a process that we write before it does. */
struct put {
	size_t first, nr;
};

struct look {
	struct side of[VIEW_NR_SIDES];
};

struct act {
	struct performance run;
	size_t nr_pages;
	uint64_t seed;
	bool closely; /* look at what the pages hold, too */
	struct put put[VIEW_NR_SIDES];
	/* Of the parent, before the child writes. */
	struct put early;
	const char *overwritten;  /* who changed bytes behind the first; NULL: nobody */
	size_t first_overwritten; /* page */
	struct look at[NR_MOMENTS];
};

struct evidence {
	struct act act[2]; /* the second with MORE_PAGES more */
};

static int look_at_memory(
	const struct act *act, const struct stage_region *region, struct side *ret)
{
	char *memory = malloc(region->length_bytes);
	int err = memory ? view_peek(region, 0, memory, region->length_bytes) : -ENOMEM;

	for (size_t i = 0; !err && i < act->nr_pages; i++) {
		const char *page = memory + i * page_size_bytes();

		ret->values[i] = page[0];
		ret->stamped[i] = ((const uint64_t *)page)[1] == act->seed + i;
	}
	free(memory);
	return err;
}

static int look_at_side(
	const struct act *act, const struct stage_region *region, struct side *ret)
{
	struct faults faults;
	int err = view_take_part(region, act->nr_pages, &ret->view);

	if (!err)
		err = faults_read(region->pid, &faults);
	if (err)
		return err;
	ret->region = *region;
	ret->nr_faults = faults.minor;
	return act->closely ? look_at_memory(act, region, ret) : 0;
}

/* What we put behind the first byte, where nobody but us knows what was there. */
static void bytes_behind(size_t page, unsigned char ret[BEHIND_BYTES])
{
	memset(ret, (int)(1 + page), BEHIND_BYTES);
}

static int open_memory(const struct stage_region *region)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/mem", region->pid);
	fd = open(path, O_RDWR | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int write_behind(const struct stage_region *region)
{
	unsigned char bytes[BEHIND_BYTES];
	int err = 0, fd = open_memory(region);

	if (fd < 0)
		return fd;
	for (size_t i = 0; !err && i < NR_BEHIND; i++) {
		bytes_behind(i, bytes);
		if (pwrite(fd, bytes, sizeof(bytes),
			    (off_t)(region->address + i * page_size_bytes() + 1)) !=
			sizeof(bytes))
			err = errno == EIO ? -ENODATA : -errno;
	}
	close(fd);
	return err;
}

/* Where the stamp is gone, too, the whole page is another: others judge that. */
static int look_behind(
	const struct stage_region *region, enum view_side side, struct act *act)
{
	unsigned char bytes[BEHIND_BYTES];
	uint64_t words[2];
	int err = 0;

	for (size_t i = 0; i < NR_BEHIND && !act->overwritten; i++) {
		err = view_peek(region, i * page_size_bytes(), words, sizeof(words));
		if (err)
			return err;
		bytes_behind(i, bytes);
		if (words[1] == act->seed + i &&
			memcmp((char *)words + 1, bytes, sizeof(bytes))) {
			act->overwritten = view_sides[side];
			act->first_overwritten = i;
		}
	}
	return err;
}

/* What is there is written again. */
static int write_again(const struct stage_region *region, const struct put *put)
{
	int err = 0, fd = open_memory(region);
	char byte;

	if (fd < 0)
		return fd;
	for (size_t i = 0; !err && i < put->nr; i++) {
		off_t at =
			(off_t)(region->address + (put->first + i) * page_size_bytes());

		if (pread(fd, &byte, 1, at) != 1 || pwrite(fd, &byte, 1, at) != 1)
			err = errno == EIO ? -ENODATA : -errno;
	}
	close(fd);
	return err;
}

/* A page that waits in a CPU's batch would be copied, though it has one owner. */
static int put_pages(const struct act *act, enum view_side side, struct side *ret)
{
	int err = act->put[side].nr ? lru_batches_empty() : 0;

	if (!err)
		err = write_again(&ret->region, &act->put[side]);
	if (!err)
		err = view_pfns(&ret->region, act->nr_pages, &ret->set_out);
	if (!err)
		evidence_keep(ret->set_out);
	return err;
}

/* The parent has the copies then, and the child, which is alone with what was shared, takes a fault
 * at its write and keeps its frame. */
static int put_early(const struct act *act, const struct stage_region *parent)
{
	int err = act->early.nr ? lru_batches_empty() : 0;

	return err ? err : write_again(parent, &act->early);
}

/* Before the fork there is a parent only. */
static int look(const struct performance *run, size_t moment, void *arg)
{
	struct act *act = arg;
	struct stage_region region;
	int err = 0, nr_sides = moment == FILLED ? 1 : VIEW_NR_SIDES;

	for (int side = VIEW_PARENT; side < nr_sides && !err; side++) {
		err = view_side_region(run->stage, side, "buffer", &region);
		if (!err)
			err = look_at_side(act, &region, &act->at[moment].of[side]);
	}
	if (!err && moment == FILLED && !act->closely)
		err = write_behind(&act->at[moment].of[VIEW_PARENT].region);
	if (!err && moment == CHILD_WROTE && !act->closely)
		err = look_behind(
			&act->at[moment].of[VIEW_CHILD].region, VIEW_CHILD, act);
	if (!err && moment == PARENT_WROTE && !act->closely)
		err = look_behind(
			&act->at[moment].of[VIEW_PARENT].region, VIEW_PARENT, act);
	if (!err && moment == FORKED)
		err = put_early(act, &act->at[moment].of[VIEW_PARENT].region);
	if (!err && moment == FORKED)
		err = put_pages(act, VIEW_CHILD, &act->at[moment].of[VIEW_CHILD]);
	if (!err && moment == CHILD_WROTE)
		err = put_pages(act, VIEW_PARENT, &act->at[moment].of[VIEW_PARENT]);
	return err;
}

static void draw_put(const struct stage_config *config, struct act *act)
{
	for (int side = 0; side < VIEW_NR_SIDES; side++) {
		struct put *put = &act->put[side];

		put->nr = drawn_secret(config, view_sides[side], MIN_PUT, MAX_PUT);
		put->first = drawn_secret(config,
			side == VIEW_CHILD ? "first of the child's"
					   : "first of the parent's",
			0, act->nr_pages - put->nr);
	}
}

/* Beside what we write of the child, where there is more room. */
static void draw_early(const struct stage_config *config, struct act *act)
{
	const struct put *child = &act->put[VIEW_CHILD];
	size_t end = child->first + child->nr;

	act->early.nr =
		drawn_secret(config, "of the parent, early", MIN_EARLY, MAX_EARLY);
	act->early.first = child->first > act->nr_pages - end ? 0 : end;
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	size_t nr_pages = drawn_size(config, "pages");
	int err = 0;

	for (int i = 0; i < 2 && !err; i++) {
		struct act *act = &e->act[i];
		struct stage_config asked =
			drawn_but(config, "pages", nr_pages + i * MORE_PAGES);

		act->nr_pages = drawn_size(&asked, "pages");
		act->seed = drawn_seed(&asked);
		act->closely = i == 0;
		if (!act->closely) {
			draw_put(config, act);
			draw_early(config, act);
		}
		err = perform(&asked, moments, look, act, &act->run);
	}
	return err;
}

static void expect_page(const struct look *look, enum view_side which, size_t page,
	int value, uint64_t map_count)
{
	const struct side *side = &look->of[which];

	claim_where("page %zu of buffer in %s", page, view_sides[which]);
	expect_true(side->view.pfns[page], "a page in memory", "none");
	expect_true(side->values[page] == value, "the value that was written there last",
		"%d (expected %d)", side->values[page], value);
	expect_true(
		side->stamped[page], "the rest of the page as it was", "other contents");
	expect_equal("map count", map_count, side->view.map_counts[page]);
}

/* Between two moments, what happened to a process's buffer. */
struct step {
	const char *who;
	const struct side *side;
	const char *after, *before;
};

static struct step child_writes(const struct act *act)
{
	return (struct step){view_sides[VIEW_CHILD],
		&look_of(act, CHILD_WROTE)->of[VIEW_CHILD], moments[FORKED],
		moments[CHILD_WROTE]};
}

static struct step parent_writes(const struct act *act)
{
	return (struct step){view_sides[VIEW_PARENT],
		&look_of(act, PARENT_WROTE)->of[VIEW_PARENT], moments[CHILD_WROTE],
		moments[PARENT_WROTE]};
}

static struct record_query faults_of(const struct step *step)
{
	return (struct record_query){.kind = RECORD_FAULT,
		.memory_pid = step->side->region.pid,
		.from = step->side->region.address,
		.bytes = step->side->region.length_bytes,
		.after = step->after,
		.before = step->before};
}

/* The fault at each page that let its own process write there, or a call of its that writes for it;
 * the last one, if there were more. */
static void find_writes(const struct act *act, const struct step *step,
	const struct record_event *ret_writes[MAX_PAGES])
{
	const struct record *record =
		expect_record(&act->run, RECORD_FAULTS | RECORD_COPIES);
	struct record_query query = faults_of(step);

	query.pid = step->side->region.pid;
	query.write = true;
	memset(ret_writes, 0, MAX_PAGES * sizeof(*ret_writes));
	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));)
		if (e->fault.by != RECORD_BY_GUP)
			ret_writes[(e->fault.address - query.from) / page_size_bytes()] =
				e;
}

/* Each page was written, and that brought a copy, or left the frame that was there. */
static void expect_writes(
	const struct act *act, const struct step *step, enum record_gave gave)
{
	static const char *const words[] = {"the frame that was there",
		"a new frame full of zeros", "a new frame with a copy"};
	const struct record_event *writes[MAX_PAGES];

	find_writes(act, step, writes);
	for (size_t i = 0; i < act->nr_pages; i++) {
		claim_where("page %zu of buffer in %s, from “%s” to “%s”", i, step->who,
			step->after, step->before);
		expect_true(writes[i], "a write by the process itself", "none");
		expect_true(writes[i]->fault.gave == gave, words[gave], "%s",
			words[writes[i]->fault.gave]);
	}
}

static bool is_in(const struct put *put, size_t page)
{
	return page - put->first < put->nr;
}

/* Whether we wrote that page before this side did. */
static bool is_put(const struct act *act, enum view_side side, size_t page)
{
	return is_in(&act->put[side], page) ||
	       (side == VIEW_PARENT && is_in(&act->early, page));
}

static void expect_one_fault_each(
	const struct act *act, const struct step *step, enum view_side side)
{
	const struct record_event *writes[MAX_PAGES];
	struct record_query query = faults_of(step);
	uint16_t nr_faults[MAX_PAGES];

	find_writes(act, step, writes);
	record_count_pages(act->run.record, &query, act->nr_pages, nr_faults);
	for (size_t i = 0; i < act->nr_pages; i++) {
		if (is_put(act, side, i))
			continue;
		claim_where("page %zu of %zu of buffer in %s, from “%s” to “%s”", i,
			act->nr_pages, step->who, step->after, step->before);
		expect_true(writes[i], "a write by the process itself", "none");
		expect_equal("faults", 1, nr_faults[i]);
	}
}

/*
 * End: before the fork, each page of `buffer` has its own frame, the value, and the stamp behind
 * it.
 * Means: any write to the pages; the checker reads them from outside.
 * Other ways: shared memory, or pages of a file, which fork() does not copy (the claims after
 * the fork); memset() over the page (the stamp); a word written in place of a byte (in the
 * second run the checker writes the bytes behind it).
 */
static void every_page_has_a_frame_and_holds_the_value(void **state)
{
	const struct evidence *e = *state;
	const struct act *act = &e->act[0], *more = &e->act[1];
	const struct look *filled = look_of(act, FILLED);

	for (size_t i = 0; i < act->nr_pages; i++)
		expect_page(filled, VIEW_PARENT, i, 10, 1);
	claim_where("page %zu of buffer in %s, in the second run",
		more->first_overwritten, more->overwritten ? more->overwritten : "");
	expect_true(!more->overwritten, "the rest of the page as it was",
		"other bytes behind the first");
	claim_saw("%zu pages, each mapped once, each holding 10", act->nr_pages);
}

/* A process that a third one has made is no child of the one whose pages it has. */
static void expect_made_by_parent(const struct act *act)
{
	const struct look *forked = look_of(act, FORKED);
	const struct record_query made = {.kind = RECORD_TASK,
		.pid = forked->of[VIEW_PARENT].region.pid,
		.before = moments[FORKED]};
	const struct record *record = expect_record(&act->run, RECORD_CALLS);
	const struct record_event *task = NULL;

	do
		task = record_next(record, &made, task);
	while (task && task->task.child != forked->of[VIEW_CHILD].region.pid);
	claim_where("the process that shares the buffer");
	expect_true(task, "a child of the one that filled it", "another process's child");
}

/*
 * End: parent and child have the same frames, each mapped twice, and all of them belong to
 * `buffer`.
 * Means: the child has page tables of its own, and no process has written to the pages since.
 * Other ways: vfork() or clone(CLONE_VM), one address space for two (map count 1); memory that
 * is shared on purpose (the writes that follow would change both); a third process (map count
 * 3, or, where it has ended, who made the child).
 */
static void fork_shares_every_frame(void **state)
{
	const struct act *act = &((const struct evidence *)*state)->act[0];
	const struct look *forked = look_of(act, FORKED);

	for (size_t i = 0; i < act->nr_pages; i++) {
		expect_page(forked, VIEW_PARENT, i, 10, 2);
		claim_where("page %zu of buffer in the child", i);
		expect_equal_hex("pfn", forked->of[VIEW_PARENT].view.pfns[i],
			forked->of[VIEW_CHILD].view.pfns[i]);
	}
	claim_where("smaps of the child");
	if (forked->of[VIEW_CHILD].view.smaps.nr_mappings)
		expect_equal("Shared_Dirty, bytes", act->nr_pages * page_size_bytes(),
			forked->of[VIEW_CHILD].view.smaps.shared_dirty_bytes);
	expect_made_by_parent(act);
	claim_saw("%zu pages: the same PFN in both, map count 2", act->nr_pages);
}

/*
 * End: the child has new frames, which hold 20 and all else that the old ones held; the parent
 * keeps the old ones.
 * Means: an instruction of the child wrote to each page, or a call that writes for it, and the
 * kernel copied the page at that fault.
 * Other ways: pages dropped, or mapped again, and filled by hand (the fault brings zeros, not a
 * copy); a write through /proc/self/mem or by another process (no fault of the child's); a
 * parent that writes first (it gets the copy).
 */
static void the_first_writer_gets_the_copy(void **state)
{
	const struct act *act = &((const struct evidence *)*state)->act[0];
	const struct look *forked = look_of(act, FORKED);
	const struct look *wrote = look_of(act, CHILD_WROTE);
	struct step step;

	for (size_t i = 0; i < act->nr_pages; i++) {
		expect_page(wrote, VIEW_PARENT, i, 10, 1);
		expect_equal_hex("pfn", forked->of[VIEW_PARENT].view.pfns[i],
			wrote->of[VIEW_PARENT].view.pfns[i]);
		expect_page(wrote, VIEW_CHILD, i, 20, 1);
		expect_true(wrote->of[VIEW_CHILD].view.pfns[i] !=
				    forked->of[VIEW_CHILD].view.pfns[i],
			"a new frame", "still pfn 0x%" PRIx64 ", as before the write",
			forked->of[VIEW_CHILD].view.pfns[i]);
	}
	claim_where("smaps of the child");
	if (wrote->of[VIEW_CHILD].view.smaps.nr_mappings)
		expect_equal("Private_Dirty, bytes", act->nr_pages * page_size_bytes(),
			wrote->of[VIEW_CHILD].view.smaps.private_dirty_bytes);
	step = child_writes(act);
	expect_writes(act, &step, RECORD_GAVE_COPY);
	claim_saw("%zu new frames in the child, %zu old ones kept by the parent",
		act->nr_pages, act->nr_pages);
}

/*
 * End: the parent's pages hold 30, in the frames that they had.
 * Means: the parent wrote to each page as the child did, and the fault took no frame.
 * Other ways: a write through /proc/self/mem (no fault of the parent's); no write, and the value
 * was there before (the values at each moment).
 */
static void the_last_owner_keeps_its_frames(void **state)
{
	const struct act *act = &((const struct evidence *)*state)->act[0];
	const struct look *was = look_of(act, CHILD_WROTE);
	const struct look *now = look_of(act, PARENT_WROTE);
	const struct view *old = &was->of[VIEW_PARENT].view;
	const struct view *new = &now->of[VIEW_PARENT].view;
	uint64_t nr_new = view_nr_changed(old, new);
	struct step step;

	/* A busy host's kernel may have a page in its hands, and copies it then. */
	if (nr_new < act->nr_pages / 8)
		claim_alone("the number of copied pages", 0, nr_new);
	for (size_t i = 0; i < act->nr_pages; i++) {
		expect_page(now, VIEW_PARENT, i, 30, 1);
		expect_equal_hex("pfn", old->pfns[i], new->pfns[i]);
	}
	step = parent_writes(act);
	expect_writes(act, &step, RECORD_GAVE_NOTHING);
	claim_saw("%zu pages written, the same frames as before", act->nr_pages);
}

/* That this side took while it wrote. */
static uint64_t write_faults(const struct act *act, enum view_side side)
{
	enum moment wrote = side == VIEW_CHILD ? CHILD_WROTE : PARENT_WROTE;

	return look_of(act, wrote)->of[side].nr_faults -
	       look_of(act, wrote - 1)->of[side].nr_faults;
}

/*
 * End: with two sizes, each page of `buffer` takes one fault in the child and one in the parent.
 * Means: the fault is that of the write.
 * Other ways: the right number of faults in other memory, or two each at half of the pages
 * (faults are counted by page); a read before the write (a second fault); a program that treats
 * a small buffer in another way than a large one (two runs).
 */
static void each_write_costs_one_fault_a_page(void **state)
{
	const struct evidence *e = *state;

	for (int i = 0; i < 2; i++) {
		const struct act *act = &e->act[i];
		struct step child = child_writes(act), parent = parent_writes(act);

		expect_one_fault_each(act, &child, VIEW_CHILD);
		expect_one_fault_each(act, &parent, VIEW_PARENT);
	}
	claim_saw("%zu and %zu pages: one fault each in the child, one in the parent",
		e->act[0].nr_pages, e->act[1].nr_pages);
}

/* As many faults as those of the buffer may be had elsewhere: these ones were counted. */
static void expect_counted_there(const struct act *act, enum view_side side)
{
	struct step step = side == VIEW_CHILD ? child_writes(act) : parent_writes(act);
	const struct record_event *writes[MAX_PAGES];
	uint64_t first_ns = UINT64_MAX, last_ns = 0;

	find_writes(act, &step, writes);
	for (size_t i = 0; i < act->nr_pages; i++) {
		if (!writes[i])
			continue;
		if (writes[i]->time_ns < first_ns)
			first_ns = writes[i]->time_ns;
		if (writes[i]->time_ns > last_ns)
			last_ns = writes[i]->time_ns;
	}
	expect_counting(act->run.record, step.side->region.pid, step.after, step.before,
		first_ns, last_ns);
}

/* The program counts fewer faults than are seen from outside, where its own calls to
 * the checker count too, but not fewer than pages that we have not written. */
static void expect_faults(const struct act *act, enum view_side side, const char *hole)
{
	uint64_t from_outside = write_faults(act, side), printed;
	size_t nr_put = 0;

	for (size_t i = 0; i < act->nr_pages; i++)
		nr_put += is_put(act, side, i);
	if (transcript_u64(act->run.report, hole, &printed))
		printed = 0;
	claim_where("faults of %s, of whose %zu pages the checker wrote %zu",
		view_sides[side], act->nr_pages, nr_put);
	expect_true(printed + nr_put >= act->nr_pages, "a fault for each page at least",
		"%" PRIu64 " faults printed, for %zu pages", printed,
		act->nr_pages - nr_put);
	expect_true(printed <= from_outside, "no more faults than the kernel counted",
		"%" PRIu64 " faults printed, %" PRIu64 " counted", printed, from_outside);
	expect_counted_there(act, side);
}

/* How many frames are others than when that side began to write. */
static uint64_t nr_new(const struct act *act, enum view_side side)
{
	enum moment wrote = side == VIEW_CHILD ? CHILD_WROTE : PARENT_WROTE;
	const uint64_t *before = act->at[wrote - 1].of[side].set_out;
	const uint64_t *now = act->at[wrote].of[side].view.pfns;
	uint64_t nr = 0;

	for (size_t i = 0; i < act->nr_pages; i++)
		nr += before[i] != now[i];
	return nr;
}

/*
 * End: faults and new frames are printed as they were, in both runs.
 * Means: the faults lie between the number of pages and the kernel's count for the process in
 * between; the new frames are those that the checker saw from outside.
 * Other ways: numbers by theory (in the second run the checker writes to some pages, which then
 * take no fault and no new frame); one number printed for the other (where the checker wrote to
 * the parent's page, the child takes a fault, but no new frame); the faults of other memory (a program that
 * calls getrusage(2) calls it before the first write and after the last).
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;

	for (int i = 0; i < 2; i++) {
		const struct act *act = &e->act[i];

		expect_moment(&act->run, PARENT_WROTE);
		expect_transcript_complete(act->run.report);
		expect_faults(act, VIEW_CHILD, "child_faults");
		expect_faults(act, VIEW_PARENT, "parent_faults");
		claim_where("output");
		expect_hole(act->run.report, "child_new", nr_new(act, VIEW_CHILD));
		expect_hole(act->run.report, "parent_new", nr_new(act, VIEW_PARENT));
		expect_exit(act->run.stage, 0);
	}
	claim_saw("both runs printed what was seen from outside");
}

static const struct CMUnitTest claims[] = {
	CLAIM(every_page_has_a_frame_and_holds_the_value),
	CLAIM(fork_shares_every_frame),
	CLAIM(the_first_writer_gets_the_copy),
	CLAIM(the_last_owner_keeps_its_frames),
	CLAIM(each_write_costs_one_fault_a_page),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
