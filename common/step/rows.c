/* SPDX-License-Identifier: MIT */
/* Short rows about a program that stands still: its regions, what has changed, what it called. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "common/kernel/kfile.h"
#include "common/kernel/kpage.h"
#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"
#include "common/recorder/record.h"
#include "common/recorder/words.h"
#include "step_priv.h"

#define MAX_REGIONS 16
#define MAX_COUNTERS 12
#define COLUMNS 80
#define MAX_CALLS 6 /* the last ones */
#define PART 512    /* words that are read at a time */
/* Lengths are the program's word. */
#define MAX_PAGES (1u << 20)

/* How many pages of a region are what. */
struct kinds {
	size_t nr_on_node[PLACEMENT_MAX_NODES];
	size_t nr_zero, nr_huge, nr_swapped, nr_absent, nr_shared;
};

static void count_frame(struct step *step, uint64_t pfn, struct kinds *kinds)
{
	uint64_t flags, count;
	unsigned node;

	if (frames_look(&step->frames, pfn, &flags, &count))
		flags = count = 0;
	if (flags & KPAGE_ZERO_PAGE) {
		kinds->nr_zero++;
		return;
	}
	if (!placement_node(&step->zones, pfn, &node))
		kinds->nr_on_node[node]++;
	if (flags & (KPAGE_THP | KPAGE_HUGE))
		kinds->nr_huge++;
	if (count > 1)
		kinds->nr_shared++;
}

static void count_pages(
	struct step *step, int fd, uint64_t first, size_t nr_pages, struct kinds *kinds)
{
	uint64_t words[PART];

	for (size_t at = 0; at < nr_pages && at < MAX_PAGES; at += PART) {
		size_t nr = nr_pages - at < PART ? nr_pages - at : PART;

		if (kfile_words(fd, first + at, nr, words))
			return;
		for (size_t i = 0; i < nr; i++) {
			struct pagemap_entry entry;

			pagemap_decode(words[i], &entry);
			if (entry.present)
				count_frame(step, entry.pfn, kinds);
			else if (entry.swapped)
				kinds->nr_swapped++;
			else
				kinds->nr_absent++;
		}
	}
}

static void put_kind(FILE *out, size_t nr, const char *what, const char **separator)
{
	if (!nr)
		return;
	fprintf(out, "%s %zu %s", *separator, nr, what);
	*separator = ",";
}

static void put_region(struct step *step, const struct stage_region *region, FILE *out)
{
	size_t nr_pages = region->length_bytes / page_size_bytes();
	const char *separator = ":";
	struct kinds kinds = {0};
	int fd;

	if (pagemap_open(region->pid, &fd))
		return;
	count_pages(step, fd, region->address / page_size_bytes(), nr_pages, &kinds);
	close(fd);
	fprintf(out, "  %s of process %d, %zu pages", region->name, (int)region->pid,
		nr_pages);
	for (unsigned node = 0; node < PLACEMENT_MAX_NODES; node++) {
		char where[32];

		snprintf(where, sizeof(where), "on node %u", node);
		put_kind(out, kinds.nr_on_node[node], where, &separator);
	}
	put_kind(out, kinds.nr_zero, "the page of zeros", &separator);
	put_kind(out, kinds.nr_swapped, "swapped", &separator);
	put_kind(out, kinds.nr_absent, "absent", &separator);
	if (kinds.nr_huge || kinds.nr_shared)
		separator = ";";
	put_kind(out, kinds.nr_huge, "huge", &separator);
	put_kind(out, kinds.nr_shared, "mapped more than once", &separator);
	fputc('\n', out);
}

void step_regions(struct step *step, const struct stage *stage, FILE *out)
{
	pid_t pids[STEP_PROCESSES];
	size_t nr_pids = 0, nr_regions, nr_shown = 0, nr_more = 0;
	const struct stage_region *regions = stage_regions(stage, &nr_regions);

	stage_processes(stage, pids, STEP_PROCESSES, &nr_pids);
	for (size_t i = 0; i < nr_regions; i++) {
		size_t k = 0;

		while (k < nr_pids && k < STEP_PROCESSES && pids[k] != regions[i].pid)
			k++;
		if (k == nr_pids || k == STEP_PROCESSES)
			continue;
		if (nr_shown < MAX_REGIONS) {
			put_region(step, &regions[i], out);
			nr_shown++;
		} else {
			nr_more++;
		}
	}
	if (nr_more)
		fprintf(out, "  and %zu more regions\n", nr_more);
	if (!nr_shown)
		fputs("  no region has been named\n", out);
}

void step_read_counters(struct step *step, struct counters *ret)
{
	ret->nr = 0;
	for (size_t i = 0; i < step->nr_live; i++)
		counters_read(step->live[i], &step->zoneinfo, ret);
}

/* By how much the counter has grown; the same ones come in the same order, mostly. */
static int64_t growth(
	const struct counters *before, size_t index, const struct counter *now)
{
	if (index < before->nr && !strcmp(before->counter[index].name, now->name))
		return (int64_t)(now->value - before->counter[index].value);
	for (size_t i = 0; i < before->nr; i++)
		if (!strcmp(before->counter[i].name, now->name))
			return (int64_t)(now->value - before->counter[i].value);
	return (int64_t)now->value;
}

/* In lines of a terminal's width. */
static void put_change(const char *name, int64_t by, int *column, FILE *out)
{
	char words[COUNTERS_NAME + 24];
	int length = snprintf(words, sizeof(words), "%s %+" PRId64, name, by);

	if (*column && *column + length + 2 <= COLUMNS)
		*column += fprintf(out, "; %s", words);
	else
		*column = fprintf(out, "\n    %s", words) - 1;
}

void step_counters(struct step *step, FILE *out)
{
	static struct counters now;
	size_t nr_changed = 0;
	int column = 0;

	if (!step->nr_live)
		return;
	step_read_counters(step, &now);
	fputs("  counters of the machine since the last stop:", out);
	for (size_t i = 0; i < now.nr; i++) {
		int64_t by = growth(&step->before, i, &now.counter[i]);

		if (by && nr_changed++ < MAX_COUNTERS)
			put_change(now.counter[i].name, by, &column, out);
	}
	if (!nr_changed)
		fputs(" no change", out);
	if (nr_changed > MAX_COUNTERS)
		fprintf(out, "\n    and %zu more", nr_changed - MAX_COUNTERS);
	fputc('\n', out);
	step->before = now;
}

/* Calls that follow one another, of one kind and with one end, are one row. */
struct row {
	const struct record_event *first;
	size_t nr;
};

static bool is_alike(const struct record_event *a, const struct record_event *b)
{
	return a->tid == b->tid && a->call.nr == b->call.nr &&
	       a->call.returned == b->call.returned &&
	       (a->call.result < 0) == (b->call.result < 0);
}

static void put_row(const struct row *row, FILE *out)
{
	char words[RECORD_WORDS_BYTES];

	record_words(row->first, words, sizeof(words));
	fprintf(out, "    %d: %s", (int)row->first->tid, words);
	if (row->nr > 1)
		fprintf(out, ", and %zu more", row->nr - 1);
	fputc('\n', out);
}

void step_calls(struct step *step, const struct stage *stage, FILE *out)
{
	const struct record *record = stage_record(stage);
	const struct record_query all = {.kind = RECORD_ANY};
	struct row rows[MAX_CALLS] = {{0}};
	size_t nr_events = 0, nr_rows = 0;

	if (!record || !record_has(record, RECORD_CALLS))
		return;
	for (const struct record_event *e = NULL; (e = record_next(record, &all, e));) {
		struct row *last = nr_rows ? &rows[(nr_rows - 1) % MAX_CALLS] : NULL;

		if (nr_events++ < step->nr_events || e->kind != RECORD_CALL)
			continue;
		if (last && is_alike(last->first, e))
			last->nr++;
		else
			rows[nr_rows++ % MAX_CALLS] = (struct row){.first = e, .nr = 1};
	}
	step->nr_events = nr_events;
	if (!nr_rows) {
		fputs("  no system calls about memory since the last stop\n", out);
		return;
	}
	fputs("  system calls about memory since the last stop", out);
	if (nr_rows > MAX_CALLS)
		fprintf(out, ", the last %d rows of %zu", MAX_CALLS, nr_rows);
	fputs(":\n", out);
	for (size_t i = nr_rows > MAX_CALLS ? nr_rows - MAX_CALLS : 0; i < nr_rows; i++)
		put_row(&rows[i % MAX_CALLS], out);
}
