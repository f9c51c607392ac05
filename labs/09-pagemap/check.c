/* SPDX-License-Identifier: MIT */
/*
 * Lab 09, the checker: reads the same files about the frozen program, at four moments, and
 * compares line by line. That the program reads many words at a time is told by the number
 * of its read calls, not by the time they take.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "check_more.h"
#include "check_reads.h"
#include "check_swap.h"

#define MAX_PAGES 64
#define MIN_MORE 257 /* a byte has no room for the count */
#define MAX_MORE 300
#define NR_READS 9
#define NR_REFUSED 3 /* of them */
#define NR_HUGE 5
#define USUAL_KB 2048
#define PAGES_PER_READ 16 /* at least, on average */

enum moment { READ, TRANSLATED, HUGE, SUMMED };

static const char *const moments[] = {"read", "translated", "huge", "summed", NULL};

static const unsigned long sizes_kb[NR_HUGE] = {64, USUAL_KB, 32768, 16384, 1048576};

/* One size of huge pages: how many are asked for, and what must be printed of them. */
struct huge {
	unsigned long kb;
	size_t nr;
	int error; /* that the kernel must give, by its own pools */
	char words[64];
};

struct evidence {
	struct performance run;
	size_t nr_pages;
	uint64_t seed;
	size_t nr_swap_areas;
	uint64_t reads[NR_READS][3]; /* size, offset, result */
	struct pagemap_entry pages[MAX_PAGES];
	uint64_t counts[MAX_PAGES];
	size_t nr_swapped;
	struct huge huge[NR_HUGE];
	size_t nr_huge; /* small pages in all of them */
	const char *program;
	uint64_t nr_more; /* how often we map what it shares, too */
	struct page_types types;
};

/* The same reads as the program's, at the same places of its pagemap. */
static void try_reads(struct evidence *e, int pagemap, uintptr_t address)
{
	const uint64_t here = address / page_size_bytes() * 8, odd = 1 + e->seed % 7;
	const uint64_t end = (UINT64_C(1) << 48) / page_size_bytes() * 8;
	const uint64_t reads[NR_READS][3] = {{8, here}, {8 * (1 + e->seed % 9), here},
		{8, here + odd}, {8 + odd, here}, {odd, here}, {24, end - 8},
		{128, end - 8 * odd}, {8, end}, {8, 0}};
	char words[256];

	memcpy(e->reads, reads, sizeof(reads));
	for (int i = 0; i < NR_READS; i++) {
		ssize_t nr = pread(pagemap, words, reads[i][0], (off_t)reads[i][1]);

		e->reads[i][2] = nr < 0 ? -errno : nr;
	}
}

static int translate(struct evidence *e, int pagemap, uintptr_t address)
{
	uint64_t words[MAX_PAGES], pfns[MAX_PAGES];
	int err = pagemap_read(pagemap, address, e->nr_pages, words);

	for (size_t i = 0; i < e->nr_pages && !err; i++) {
		pagemap_decode(words[i], &e->pages[i]);
		pfns[i] = e->pages[i].pfn;
		e->nr_swapped += e->pages[i].swapped;
	}
	if (!err)
		err = kpage_counts(pfns, e->nr_pages, e->counts);
	for (size_t i = 0; i < e->nr_pages; i++)
		e->counts[i] *= pfns[i] != 0;
	return err;
}

/* What the kernel must say to the wishes: which sizes it has, and how many are free. */
static void look_at_pools(struct huge *huge, size_t nr_usual)
{
	for (int i = 0; i < NR_HUGE; i++, huge++) {
		char path[128];
		uint64_t nr_free;

		huge->kb = sizes_kb[i];
		huge->nr = huge->kb == USUAL_KB ? nr_usual : 1;
		snprintf(path, sizeof(path),
			"/sys/kernel/mm/hugepages/hugepages-%lukB/free_hugepages",
			huge->kb);
		if (kfile_value(AT_FDCWD, path, &nr_free))
			huge->error = EINVAL;
		else if (nr_free < huge->nr)
			huge->error = ENOMEM;
	}
}

/* Counts heads and tails where they were granted, by pagemap; *ret_nr_small is the number of
 * small pages in all of them. */
static int count_huge(
	struct stage *stage, int pagemap, struct huge *huge, size_t *ret_nr_small)
{
	size_t nr_small = 0;

	for (int i = 0; i < NR_HUGE; i++, huge++) {
		struct page_types types = {.nr = 0};
		struct stage_region region;
		char name[32];
		int err;

		snprintf(huge->words, sizeof(huge->words), "error %d", huge->error);
		if (huge->error)
			continue;
		snprintf(name, sizeof(name), "huge-%lu", huge->kb);
		err = view_main_region(stage, name, &region);
		if (!err && region.length_bytes != huge->nr * huge->kb * 1024)
			err = -ENODATA;
		if (!err)
			err = page_census_range(pagemap, region.address,
				region.address + region.length_bytes, &types);
		if (err)
			return err;
		snprintf(huge->words, sizeof(huge->words), "%zu heads, %zu tails",
			page_types_count(&types, KPAGE_COMPOUND_HEAD),
			page_types_count(&types, KPAGE_COMPOUND_TAIL));
		nr_small += region.length_bytes / page_size_bytes();
	}
	*ret_nr_small = nr_small;
	return 0;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	pid_t pid = stage_main_pid(run->stage);
	struct evidence *e = arg;
	struct stage_region buffer;
	int pagemap, err = view_main_region(run->stage, "buffer", &buffer);

	if (!err && buffer.length_bytes != e->nr_pages * page_size_bytes())
		err = -ENODATA;
	if (!err)
		err = pagemap_open(pid, &pagemap);
	if (err)
		return err;
	if (moment == READ) {
		try_reads(e, pagemap, buffer.address);
		err = map_more(&buffer, pagemap, e->nr_more);
	} else if (moment == TRANSLATED)
		err = translate(e, pagemap, buffer.address);
	else if (moment == HUGE)
		err = count_huge(run->stage, pagemap, e->huge, &e->nr_huge);
	else
		err = page_census_process(pid, &e->types);
	close(pagemap);
	return err == -EINVAL ? -ENODATA : err; /* the region is no pages */
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	size_t nr_usual = drawn_size(config, "huge");
	int err;

	e->nr_pages = drawn_size(config, "pages");
	e->seed = drawn_seed(config);
	e->program = config->exercise;
	e->nr_more = drawn_secret(config, "mapped more often", MIN_MORE, MAX_MORE);
	look_at_pools(e->huge, nr_usual);
	err = swap_areas_count(&e->nr_swap_areas);
	if (!err && !config->shared_host)
		err = level_swap_areas();
	return err ? err : perform(config, moments, look, e, &e->run);
}

/*
 * End: each read of pagemap is printed as it ended.
 * Means: the checker does the same reads, and counts how often the program had read pagemap by
 * then, and how often the kernel refused it.
 * Other ways: results that were calculated (no calls); refusals by the program itself.
 */
static void reads_end_as_the_kernel_ends_them(void **state)
{
	const struct evidence *e = *state;
	const struct record_query until = {.kind = RECORD_CALL, .before = moments[READ]};
	struct reads reads;

	expect_moment(&e->run, READ);
	reads = count_reads(expect_record(&e->run, RECORD_FILES), &until, "pagemap");
	claim_where("up to “read”");
	expect_at_least("calls that read pagemap", NR_READS, reads.nr);
	expect_nr_rows(e->run.report, "result", NR_READS);
	for (int i = 0; i < NR_READS; i++) {
		claim_where("%" PRIu64 " bytes at 0x%" PRIx64 " of pagemap",
			e->reads[i][0], e->reads[i][1]);
		expect_cell(e->run.report, "size", i, e->reads[i][0]);
		expect_cell(e->run.report, "offset", i, e->reads[i][1]);
		expect_cell(e->run.report, "result", i, e->reads[i][2]);
	}
	claim_where("up to “read”");
	expect_at_least("reads that the kernel refused", NR_REFUSED, reads.nr_refused);
	claim_saw("%d reads, %d of them refused", NR_READS, NR_REFUSED);
}

/* Of which kind a page is decides what its word says. */
static void at_page(const struct evidence *e, size_t i)
{
	const struct pagemap_entry *page = &e->pages[i];

	claim_where("page %zu of buffer, which is %s", i,
		page->present	? "in memory"
		: page->swapped ? "swapped"
				: "absent");
}

/*
 * End: each page's frame is taken out of its word.
 * Means: the checker reads pagemap itself while the program stands still.
 * Other ways: the library's function that decodes words (it must not be linked in); frames
 * cannot be guessed.
 */
static void every_page_has_the_frame_that_the_kernel_says(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, TRANSLATED);
	expect_own(e->program, "pagemap_decode", "common/kernel/pagemap.h");
	expect_nr_rows(e->run.report, "pfn", e->nr_pages);
	for (size_t i = 0; i < e->nr_pages; i++) {
		at_page(e, i);
		expect_cell(e->run.report, "page", i, i);
		expect_cell(e->run.report, "pfn", i, e->pages[i].pfn);
	}
	claim_saw("%zu pages", e->nr_pages);
}

/*
 * End: file, exclusive, swap area and offset are taken out of the word.
 * Means: as in the claim before; two swap areas have one priority, so that pages are in both.
 * Other ways: the library's function; the same area for all pages.
 */
static void every_bit_of_a_word_means_what_it_means(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, TRANSLATED);
	expect_own(e->program, "pagemap_decode", "common/kernel/pagemap.h");
	if (!e->nr_swap_areas)
		claim_skip("this machine has no swap area");
	for (size_t i = 0; i < e->nr_pages; i++) {
		at_page(e, i);
		expect_cell(e->run.report, "file", i, e->pages[i].file_or_shmem);
		expect_cell(e->run.report, "exclusive", i, e->pages[i].exclusive);
		expect_cell(e->run.report, "type", i, e->pages[i].swap_type);
		expect_cell(e->run.report, "place", i, e->pages[i].swap_offset);
	}
	claim_saw("%zu pages, %zu of them swapped", e->nr_pages, e->nr_swapped);
}

/*
 * End: four states are told apart, two of them by the privilege of the descriptor.
 * Means: as in the claim before, for two descriptors of the same file, one of them opened by the
 * program.
 * Other ways: the library's function; a state that follows from the other (no read).
 */
static void hidden_frames_are_called_hidden(void **state)
{
	const struct evidence *e = *state;
	const struct record_query between = {.kind = RECORD_CALL,
		.after = moments[READ],
		.before = moments[TRANSLATED]};

	expect_moment(&e->run, TRANSLATED);
	expect_own(e->program, "pagemap_decode", "common/kernel/pagemap.h");
	for (size_t i = 0; i < e->nr_pages; i++) {
		const struct pagemap_entry *page = &e->pages[i];
		const char *away = page->swapped ? "swapped" : "absent";
		bool in = page->present;

		claim_where("page %zu of buffer", i);
		expect_cell_word(e->run.report, "state", i, in ? "present" : away);
		claim_where("page %zu, by an ordinary descriptor", i);
		expect_cell_word(e->run.report, "ordinary", i, in ? "hidden" : away);
	}
	claim_where("from “read” to “translated”");
	expect_true(
		has_read_own(expect_record(&e->run, RECORD_FILES), &between, "pagemap"),
		"a read of pagemap by an ordinary descriptor", "none");
	claim_saw("what is present is hidden from an ordinary descriptor");
}

/*
 * End: the program has read kpagecount for the frames.
 * Means: the checker reads kpagecount itself.
 * Other ways: the library's function; counts calculated from what the program has mapped (the
 * checker maps its file and its shared memory some times more).
 */
static void frames_tell_how_often_they_are_mapped(void **state)
{
	const struct evidence *e = *state;

	expect_moment(&e->run, TRANSLATED);
	expect_own(e->program, "kpage_counts", "common/kernel/kpage.h");
	for (size_t i = 0; i < e->nr_pages; i++) {
		at_page(e, i);
		expect_cell(e->run.report, "count", i, e->counts[i]);
	}
	claim_saw("map counts of %zu pages", e->nr_pages);
}

/* Each page has a word in both files. Which file a call reads takes long to find out, so that this is
 * asked when there are few. */
static uint64_t expect_few_reads(const struct evidence *e)
{
	const struct record *record = expect_record(&e->run, RECORD_FILES);
	const struct record_query between = {.kind = RECORD_CALL,
		.after = moments[TRANSLATED],
		.before = moments[HUGE]};
	uint64_t nr_calls = count_reads(record, &between, NULL).nr;
	uint64_t nr_bytes = e->nr_huge * sizeof(uint64_t);

	claim_where(
		"reading pagemap and kpageflags for the %zu pages of 4 KiB in the huge "
		"pages",
		e->nr_huge);
	expect_between("calls", 1, 16 + e->nr_huge / PAGES_PER_READ, nr_calls);
	expect_at_least("bytes of pagemap", nr_bytes,
		count_reads(record, &between, "pagemap").bytes);
	expect_at_least("bytes of kpageflags", nr_bytes,
		count_reads(record, &between, "kpageflags").bytes);
	return nr_calls;
}

/*
 * End: all pages are counted by their flags, with many words in each read.
 * Means: the checker's own count; the number of read calls of all processes, and how many bytes
 * they read from which file.
 * Other ways: the library's function; reads by a child, which nobody may wait for (recorded, too);
 * flags that are not read, because those of tails follow from the head (bytes).
 */
static void pages_are_counted_by_type_many_at_a_time(void **state)
{
	const struct evidence *e = *state;
	uint64_t nr_calls;

	expect_moment(&e->run, HUGE);
	expect_own(e->program, "page_census_range", "common/kernel/page_census.h");
	expect_own(e->program, "kpage_flags", "common/kernel/kpage.h");
	for (int i = 0; i < NR_HUGE; i++) {
		claim_where("huge pages of %lu kB", e->huge[i].kb);
		expect_cell(e->run.report, "kb", i, e->huge[i].kb);
		expect_cell_word(e->run.report, "huge", i, e->huge[i].words);
	}
	nr_calls = expect_few_reads(e);
	expect_moment(&e->run, SUMMED);
	for (size_t i = 0; i < e->types.nr; i++) {
		claim_where("line %zu of the types of pages, at the end", i + 1);
		expect_cell(e->run.report, "flags", i, e->types.types[i].flags);
		expect_cell(e->run.report, "nr", i, e->types.types[i].nr_pages);
	}
	claim_where("the types of pages, at the end");
	expect_nr_rows(e->run.report, "nr", e->types.nr);
	expect_exit(e->run.stage, 0);
	claim_saw("%s of 2 MiB, all in %" PRIu64 " calls; %zu types", e->huge[1].words,
		nr_calls, e->types.nr);
}

static const struct CMUnitTest claims[] = {
	CLAIM(reads_end_as_the_kernel_ends_them),
	CLAIM(every_page_has_the_frame_that_the_kernel_says),
	CLAIM(every_bit_of_a_word_means_what_it_means),
	CLAIM(hidden_frames_are_called_hidden),
	CLAIM(frames_tell_how_often_they_are_mapped),
	CLAIM(pages_are_counted_by_type_many_at_a_time),
};

CHECKER(claims, gather, struct evidence);
