/* SPDX-License-Identifier: MIT */
/* What is kept of a run; see picture.h. Here it is gathered, write.c makes words of it. */
#include "picture.h"
#include "picture_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/kernel/kfile.h"
#include "common/kernel/monotonic.h"
#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"
#include "common/kernel/thread.h"
#include "common/stage/mark.h"

/* Memory that is there already when the first page of the program is counted. */
static void *take_memory(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static size_t memory_bytes(void)
{
	return sizeof(struct picture) + PICTURE_PAGE_RUNS * sizeof(struct page_run);
}

/* Zones end where such windows do: asked once for each. */
static int node_of(struct picture *picture, uint64_t pfn)
{
	uint64_t window = pfn / FRAMES_WINDOW + 1;
	unsigned node;

	if (window != picture->node_window)
		picture->node =
			placement_node(&picture->zones, pfn, &node) ? -1 : (int)node;
	picture->node_window = window;
	return picture->node;
}

static void add_page(struct picture *picture, struct picture_region *region,
	uint32_t page, uint64_t word)
{
	struct page_words words = {.pagemap = word, .node = -1};
	uint64_t pfn = pagemap_pfn(word);

	if (pfn) {
		words.node = node_of(picture, pfn);
		if (frames_look(&picture->frames, pfn, &words.flags, &words.count))
			words.flags = words.count = 0;
	}
	if (page_runs_add(&picture->runs, page, &words))
		return;
	region->nr_runs = picture->runs.nr - region->first_run;
	region->nr_seen++;
}

/* Each read takes a lock that faults of threads that run want, too. */
#define MOST_AT_ONCE 512

static void look_at_part(struct picture *picture, int fd, struct picture_region *region,
	size_t first, size_t nr)
{
	uint64_t words[MOST_AT_ONCE];
	uint64_t page = region->region.address / page_size_bytes();

	if (kfile_words(fd, page + first, nr, words))
		return;
	for (size_t i = 0; i < nr; i++)
		add_page(picture, region, (uint32_t)(first + i), words[i]);
}

/* Of a region that is too large, every so many parts. */
static void look_at_region(struct picture *picture, struct picture_moment *moment,
	const struct stage_region *named)
{
	size_t left = PICTURE_ALL_PAGES - moment->nr_pages_seen;
	size_t most = left < PICTURE_PAGES ? left : PICTURE_PAGES;
	size_t nr_pages = named->length_bytes / page_size_bytes();
	size_t nr_parts = (nr_pages + PICTURE_PART - 1) / PICTURE_PART;
	size_t every, nr_at_once, max_parts = most / PICTURE_PART;
	struct picture_region *region;
	int fd;

	if (moment->nr_regions == PICTURE_REGIONS || !max_parts ||
		nr_pages > UINT32_MAX || pagemap_open(named->pid, &fd)) {
		moment->nr_regions_left_out++;
		return;
	}
	every = (nr_parts + max_parts - 1) / max_parts;
	region = &moment->regions[moment->nr_regions++];
	*region = (struct picture_region){
		.region = *named, .nr_pages = nr_pages, .first_run = picture->runs.nr};
	nr_at_once = every > 1 ? PICTURE_PART : MOST_AT_ONCE;
	for (size_t first = 0; first < nr_pages; first += nr_at_once * every) {
		size_t rest = nr_pages - first;

		look_at_part(picture, fd, region, first,
			rest < nr_at_once ? rest : nr_at_once);
	}
	moment->nr_pages_seen += region->nr_seen;
	close(fd);
}

static void read_name(pid_t tid, char ret[PICTURE_NAME])
{
	struct kfile_path path;
	struct kfile_line line;
	FILE *file;

	ret[0] = '\0';
	if (kfile_pid_path(tid, "comm", &path) || kfile_fopen(path.text, &file))
		return;
	if (!kfile_line(file, &line))
		memcpy(ret, line.text, strnlen(line.text, PICTURE_NAME - 1) + 1);
	ret[PICTURE_NAME - 1] = '\0';
	fclose(file);
}

static int look_at_thread(pid_t pid, pid_t tid, void *arg)
{
	struct picture_moment *moment = arg;
	struct picture_thread *thread = &moment->threads[moment->nr_threads];
	unsigned cpu;

	if (moment->nr_threads == PICTURE_THREADS)
		return -ENOSPC;
	if (thread_cpu(tid, &cpu))
		return 0;
	*thread = (struct picture_thread){.pid = pid, .tid = tid, .cpu = cpu};
	read_name(tid, thread->name);
	moment->nr_threads++;
	return 0;
}

static void look(struct picture *picture, struct picture_moment *moment,
	const pid_t *pids, size_t nr_pids, const struct stage_region *regions,
	size_t nr_regions)
{
	frames_forget(&picture->frames);
	for (size_t i = 0; i < nr_pids; i++)
		thread_each(pids[i], look_at_thread, moment);
	for (size_t i = 0; i < nr_regions; i++) {
		size_t k = 0;

		while (k < nr_pids && pids[k] != regions[i].pid)
			k++;
		if (k < nr_pids)
			look_at_region(picture, moment, &regions[i]);
	}
	for (size_t i = 0; i < picture->nr_live; i++)
		counters_read(picture->live[i], &picture->zoneinfo, &moment->counters);
}

/* At this program itself, once, for what the kernel needs to look. */
static void rehearse(struct picture *picture)
{
	const struct stage_region region = {.pid = getpid(),
		.address = (uintptr_t)picture->memory,
		.length_bytes = PICTURE_PART * page_size_bytes()};
	struct picture_moment *moment = &picture->moments[0];

	look(picture, moment, &region.pid, 1, &region, 1);
	memset(moment, 0, sizeof(*moment));
	picture->runs.nr = 0;
}

int picture_create(
	const char *path, const char *const live[], size_t nr_live, struct picture **ret)
{
	uint64_t begun_ns = monotonic_ns();
	struct picture *picture = take_memory(memory_bytes());
	int err;

	if (!picture)
		return -ENOMEM;
	picture->memory = picture;
	picture->path = path;
	picture->live = live;
	picture->nr_live = nr_live;
	picture->runs = (struct page_runs){
		.run = (struct page_run *)(picture + 1), .nr_max = PICTURE_PAGE_RUNS};
	err = placement_read_zones(&picture->zones);
	if (!err)
		err = frames_open(&picture->frames);
	if (err) {
		munmap(picture, memory_bytes());
		return err;
	}
	rehearse(picture);
	picture->took_ns = monotonic_ns() - begun_ns;
	*ret = picture;
	return 0;
}

void picture_free(struct picture *picture)
{
	if (!picture)
		return;
	for (size_t i = 0; i < PICTURE_RUNS; i++)
		jot_free(&picture->run[i].words);
	jot_free(&picture->claims);
	frames_close(&picture->frames);
	munmap(picture, memory_bytes());
}

int picture_mark(struct picture *picture)
{
	int err = picture ? marks_prepare() : 0;

	if (picture && !err)
		picture->marks = true;
	return err;
}

static void mark_if_asked(const struct picture *picture, enum traffic_kind kind)
{
	if (picture->marks)
		mark(kind);
}

size_t picture_run(struct picture *picture)
{
	if (!picture)
		return 0;
	mark_if_asked(picture, TRAFFIC_BEGIN);
	if (picture->nr_runs < PICTURE_RUNS)
		picture->run[picture->nr_runs] = (struct picture_run){
			.begun_ns = monotonic_ns(), .first_moment = picture->nr_moments};
	return picture->nr_runs++;
}

/* All that is there now, under that name; NULL: there is no room. */
static struct picture_moment *take(struct picture *picture, size_t run,
	const struct stage *stage, pid_t at_pid, const char *name)
{
	pid_t pids[PICTURE_PROCESSES];
	const struct stage_region *regions;
	struct picture_moment *moment;
	size_t nr_pids = 0, nr_regions;
	uint64_t begun_ns = monotonic_ns();

	mark_if_asked(picture, TRAFFIC_MOMENT);
	if (picture->nr_moments == PICTURE_MOMENTS) {
		picture->run[run].nr_left_out++;
		return NULL;
	}
	moment = &picture->moments[picture->nr_moments++];
	picture->run[run].nr_moments++;
	moment->time_ns = begun_ns;
	moment->at_pid = at_pid;
	strcpy(moment->name, name);
	stage_processes(stage, pids, PICTURE_PROCESSES, &nr_pids);
	regions = stage_regions(stage, &nr_regions);
	look(picture, moment, pids,
		nr_pids < PICTURE_PROCESSES ? nr_pids : PICTURE_PROCESSES, regions,
		nr_regions);
	picture->looked_ns = monotonic_ns();
	picture->took_ns += picture->looked_ns - begun_ns;
	return moment;
}

void picture_moment(struct picture *picture, size_t run, const struct stage *stage)
{
	if (picture && run < PICTURE_RUNS)
		take(picture, run, stage, stage_pid(stage), stage_checkpoint(stage));
}

void picture_sample(struct picture *picture, size_t run, const struct stage *stage,
	pid_t pid, const char *name)
{
	const uint64_t every_ns = PICTURE_SAMPLE_MS * UINT64_C(1000000);
	struct picture_moment *moment;

	if (!picture || run >= PICTURE_RUNS || picture->nr_samples == PICTURE_SAMPLES ||
		monotonic_ns() - picture->looked_ns < every_ns)
		return;
	moment = take(picture, run, stage, pid, name);
	if (!moment)
		return;
	moment->is_sample = true;
	picture->nr_samples++;
}

void picture_end(struct picture *picture, size_t run, const struct stage *stage)
{
	uint64_t begun_ns = monotonic_ns();

	if (!picture || run >= PICTURE_RUNS)
		return;
	mark_if_asked(picture, TRAFFIC_END);
	picture_words_of_run(picture, run, stage);
	picture->took_ns += monotonic_ns() - begun_ns;
}

void picture_asked(struct picture *picture, size_t run, const char *moment)
{
	if (!picture)
		return;
	picture->asked = moment;
	picture->asked_run = run;
}
