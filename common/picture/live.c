/* SPDX-License-Identifier: MIT */
/* A program's memory in few words; see live.h. */
#include "live.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/kernel/kfile.h"
#include "common/kernel/kpage.h"
#include "common/kernel/monotonic.h"
#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"
#include "common/kernel/placement.h"
#include "common/stage/report.h"
#include "counters.h"
#include "frames.h"

#define PART 512 /* pages that are read at a time */
/* The smallest huge page of a pool, and of those of Linux 6.12 the one that most use: 64 KiB. */
#define BLOCK 16
#define MAX_NODES 4
#define NO_FRAMES UINT64_MAX

/* What a cell may be, and its letter. */
enum cell {
	CELL_NODE,
	CELL_HUGE = CELL_NODE + MAX_NODES,
	CELL_SWAPPED = CELL_HUGE + MAX_NODES,
	CELL_MOVING,
	CELL_ABSENT,
	NR_CELLS,
};

static const char letters[NR_CELLS] = "0123ABCDsm.";

struct live {
	const char *const *files;
	size_t nr_files;
	struct placement_zones zones;
	struct zoneinfo zoneinfo; /* to be read into */
	struct frames frames;
	/* FRAMES_WINDOW frames that were asked for last, and their node. */
	uint64_t window;
	int node;
	/* BLOCK frames that were asked for last, and whether they are of a huge page. */
	uint64_t block;
	bool is_huge;
	bool has_first;
	struct counters first, now;
};

/* One region as it is looked at. */
struct look {
	size_t nr_pages, per_cell;
	size_t nr[NR_CELLS];		/* of all pages */
	size_t here[NR_CELLS], nr_here; /* of those of the cell */
	char cells[LIVE_CELLS + 1];
	size_t nr_cells;
};

int live_create(const char *const files[], size_t nr_files, struct live **ret)
{
	struct live *live = calloc(1, sizeof(*live));
	int err;

	if (!live)
		return -ENOMEM;
	live->files = files;
	live->nr_files = nr_files;
	live->window = live->block = NO_FRAMES;
	err = placement_read_zones(&live->zones);
	if (!err)
		err = frames_open(&live->frames);
	if (err) {
		free(live);
		return err;
	}
	*ret = live;
	return 0;
}

void live_free(struct live *live)
{
	if (!live)
		return;
	frames_close(&live->frames);
	free(live);
}

static int node_of(struct live *live, uint64_t pfn)
{
	unsigned node;

	if (pfn / FRAMES_WINDOW != live->window)
		live->node = placement_node(&live->zones, pfn, &node) || node >= MAX_NODES
				     ? -1
				     : (int)node;
	live->window = pfn / FRAMES_WINDOW;
	return live->node;
}

/* Its frame lies in the huge page as the page does in its block: only then is the kernel asked. */
static bool is_huge(struct live *live, uint64_t page, uint64_t pfn)
{
	uint64_t flags, count;

	if ((page ^ pfn) % BLOCK)
		return false;
	if (pfn / BLOCK != live->block)
		live->is_huge = !frames_look(&live->frames, pfn, &flags, &count) &&
				flags & (KPAGE_THP | KPAGE_HUGE);
	live->block = pfn / BLOCK;
	return live->is_huge;
}

/* Most often it is there, and then its word says all. */
static enum cell cell_of(struct live *live, uint64_t page, uint64_t word)
{
	struct pagemap_entry entry;
	int node;

	if (word & PAGEMAP_PRESENT) {
		node = node_of(live, pagemap_pfn(word));
		if (node < 0)
			return CELL_ABSENT; /* a device's */
		return (is_huge(live, page, pagemap_pfn(word)) ? CELL_HUGE : CELL_NODE) +
		       (unsigned)node;
	}
	pagemap_decode(word, &entry);
	if (entry.moving)
		return CELL_MOVING;
	return entry.swapped ? CELL_SWAPPED : CELL_ABSENT;
}

/* What most pages of it are. */
static void end_cell(struct look *look)
{
	size_t most = 0;

	for (size_t i = 1; i < NR_CELLS; i++)
		if (look->here[i] > look->here[most])
			most = i;
	look->cells[look->nr_cells++] = letters[most];
	memset(look->here, 0, sizeof(look->here));
	look->nr_here = 0;
}

static void add_page(struct look *look, enum cell cell)
{
	look->nr[cell]++;
	look->here[cell]++;
	if (++look->nr_here == look->per_cell)
		end_cell(look);
}

static int look_at_region(
	struct live *live, const struct stage_region *region, struct look *ret)
{
	uint64_t first = region->address / page_size_bytes(), words[PART];
	size_t nr_pages = region->length_bytes / page_size_bytes(), done = 0;
	int fd, err = pagemap_open(region->pid, &fd);

	if (err)
		return err;
	if (nr_pages > LIVE_PAGES)
		nr_pages = LIVE_PAGES;
	*ret = (struct look){.nr_pages = nr_pages,
		.per_cell = (nr_pages + LIVE_CELLS - 1) / LIVE_CELLS};
	while (!err && done < nr_pages) {
		size_t nr = nr_pages - done < PART ? nr_pages - done : PART;

		err = kfile_words(fd, first + done, nr, words);
		for (size_t i = 0; !err && i < nr; i++)
			add_page(ret, cell_of(live, first + done + i, words[i]));
		done += nr;
	}
	if (ret->nr_here)
		end_cell(ret);
	close(fd);
	return err;
}

/* Whether it is still there. */
static bool write_region(struct live *live, const struct stage_region *region, FILE *out)
{
	struct look look;
	size_t nr_huge = 0;

	if (look_at_region(live, region, &look) || !look.nr_pages)
		return false;
	fprintf(out, "region %d %zu", (int)region->pid, look.nr_pages);
	for (size_t node = 0; node < MAX_NODES; node++) {
		fprintf(out, " %zu",
			look.nr[CELL_NODE + node] + look.nr[CELL_HUGE + node]);
		nr_huge += look.nr[CELL_HUGE + node];
	}
	fprintf(out, " %zu %zu %zu %s\ncells %s\n", nr_huge, look.nr[CELL_SWAPPED],
		look.nr[CELL_MOVING], region->name, look.cells);
	return true;
}

static void write_regions(struct live *live, const struct stage *stage, FILE *out)
{
	const struct stage_region *regions;
	size_t nr_regions, nr = 0;

	live->block = NO_FRAMES;
	frames_forget(&live->frames);
	regions = stage_regions(stage, &nr_regions);
	for (size_t i = 0; i < nr_regions && nr < LIVE_REGIONS; i++)
		nr += write_region(live, &regions[i], out);
}

static const struct counter *first_of(const struct live *live, size_t i)
{
	const struct counter *now = &live->now.counter[i];

	/* Most often they come in one order. */
	if (i < live->first.nr && !strcmp(live->first.counter[i].name, now->name))
		return &live->first.counter[i];
	for (size_t k = 0; k < live->first.nr; k++)
		if (!strcmp(live->first.counter[k].name, now->name))
			return &live->first.counter[k];
	return NULL;
}

static void write_counters(struct live *live, FILE *out)
{
	size_t nr = 0;

	live->now.nr = 0;
	for (size_t i = 0; i < live->nr_files; i++)
		counters_read(live->files[i], &live->zoneinfo, &live->now);
	if (!live->has_first)
		live->first = live->now;
	live->has_first = true;
	for (size_t i = 0; i < live->now.nr && nr < LIVE_COUNTERS; i++) {
		const struct counter *now = &live->now.counter[i],
				     *first = first_of(live, i);

		if (!first || first->value == now->value)
			continue;
		fprintf(out, "counter %" PRIu64 " %" PRIu64 " %s\n", now->value,
			first->value, now->name);
		nr++;
	}
}

void live_look(struct live *live, const struct stage *stage)
{
	char *text;
	size_t size;
	FILE *out = live ? open_memstream(&text, &size) : NULL;

	if (!out)
		return;
	fprintf(out, "time %" PRIu64 "\n", monotonic_ns());
	if (stage_checkpoint(stage)[0])
		fprintf(out, "at %s\n", stage_checkpoint(stage));
	write_regions(live, stage, out);
	write_counters(live, out);
	if (!fclose(out))
		report_send("live", text, NULL);
	free(text);
}
