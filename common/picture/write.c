/* SPDX-License-Identifier: MIT */
/* The words of a picture, for the host; docs/record.adoc says what they mean. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "common/kernel/kfile.h"
#include "common/kernel/page.h"
#include "events.h"
#include "picture_priv.h"

static void put_field(struct jot *words, const char *before, uint64_t number)
{
	jot_put(words, before);
	jot_number(words, number);
}

static void put_page_run(struct jot *words, const struct page_run *run)
{
	put_field(words, "[", run->first);
	put_field(words, ",", run->nr);
	put_field(words, ",", run->low);
	jot_put(words, ",");
	jot_signed(words, run->step);
	put_field(words, ",", run->bits);
	put_field(words, ",", run->flags);
	put_field(words, ",", run->count);
	jot_put(words, ",");
	jot_signed(words, run->node);
	jot_put(words, "]");
}

static void put_region(struct jot *words, const struct picture *picture,
	const struct picture_region *region)
{
	jot_put(words, "{\"name\":");
	jot_string(words, region->region.name);
	put_field(words, ",\"pid\":", (uint64_t)region->region.pid);
	put_field(words, ",\"address\":", region->region.address);
	put_field(words, ",\"pages\":", region->nr_pages);
	put_field(words, ",\"seen\":", region->nr_seen);
	jot_put(words, ",\"runs\":[");
	for (size_t i = 0; i < region->nr_runs; i++) {
		jot_put(words, i ? "," : "");
		put_page_run(words, &picture->runs.run[region->first_run + i]);
	}
	jot_put(words, "]}");
}

static void put_moment(struct jot *words, const struct picture *picture,
	const struct picture_moment *moment, uint64_t begun_ns)
{
	jot_put(words, "\n{\"name\":");
	jot_string(words, moment->name);
	put_field(words, ",\"us\":", (moment->time_ns - begun_ns) / 1000);
	put_field(words, ",\"at\":", (uint64_t)moment->at_pid);
	if (moment->is_sample)
		jot_put(words, ",\"sample\":true");
	jot_put(words, ",\"threads\":[");
	for (size_t i = 0; i < moment->nr_threads; i++) {
		const struct picture_thread *thread = &moment->threads[i];

		put_field(words, i ? ",{\"pid\":" : "{\"pid\":", (uint64_t)thread->pid);
		put_field(words, ",\"tid\":", (uint64_t)thread->tid);
		put_field(words, ",\"cpu\":", thread->cpu);
		jot_put(words, ",\"name\":");
		jot_string(words, thread->name);
		jot_put(words, "}");
	}
	jot_put(words, "],\"regions\":[");
	for (size_t i = 0; i < moment->nr_regions; i++) {
		jot_put(words, i ? ",\n" : "\n");
		put_region(words, picture, &moment->regions[i]);
	}
	put_field(words, "],\"regions_left_out\":", moment->nr_regions_left_out);
	jot_put(words, ",\"counters\":{");
	for (size_t i = 0; i < moment->counters.nr; i++) {
		jot_put(words, i ? "," : "");
		jot_string(words, moment->counters.counter[i].name);
		put_field(words, ":", moment->counters.counter[i].value);
	}
	jot_put(words, "}}");
}

static void put_end(struct jot *words, const struct stage_end *end)
{
	jot_put(words, ",\"end\":{\"how\":");
	jot_string(words, stage_how_word(end->how));
	jot_put(words, ",\"number\":");
	jot_signed(words, end->number);
	jot_put(words, "}");
}

void picture_words_of_run(struct picture *picture, size_t nr, const struct stage *stage)
{
	struct picture_run *run = &picture->run[nr];
	struct jot *words = &run->words;
	const struct stage_region *regions;
	uint64_t times_ns[PICTURE_MOMENTS];
	size_t nr_regions;

	jot_put(words, "{\"moments\":[");
	for (size_t i = 0; i < run->nr_moments; i++) {
		const struct picture_moment *moment =
			&picture->moments[run->first_moment + i];

		jot_put(words, i ? "," : "");
		put_moment(words, picture, moment, run->begun_ns);
		times_ns[i] = moment->time_ns;
	}
	put_field(words, "],\"moments_left_out\":", run->nr_left_out);
	put_end(words, stage_end(stage));
	jot_put(words, ",");
	regions = stage_regions(stage, &nr_regions);
	events_write(stage_record(stage), regions, nr_regions, times_ns, run->nr_moments,
		run->begun_ns, words);
	jot_put(words, "}");
}

void picture_claimed(struct picture *picture, const char *claim)
{
	struct jot *words;

	if (!picture)
		return;
	words = &picture->claims;
	jot_put(words, words->size_bytes ? ",\n{\"name\":" : "\n{\"name\":");
	jot_string(words, claim);
	if (picture->asked) {
		put_field(words, ",\"run\":", picture->asked_run);
		jot_put(words, ",\"moment\":");
		jot_string(words, picture->asked);
	}
	jot_put(words, "}");
	picture->asked = NULL;
}

/* Which CPUs are whose. Nodes are numbered without gaps here. */
static void put_nodes(struct jot *words)
{
	struct kfile_line line;
	char path[64];
	FILE *file;

	for (unsigned node = 0; node < PLACEMENT_MAX_NODES; node++) {
		snprintf(path, sizeof(path), "/sys/devices/system/node/node%u/cpulist",
			node);
		if (kfile_fopen(path, &file))
			return;
		jot_put(words, node ? "," : "");
		jot_string(words, kfile_line(file, &line) ? "" : line.text);
		fclose(file);
	}
}

static void put_numbers(struct jot *words, const char *text)
{
	const char *before = "";
	uint64_t number;

	jot_put(words, "[");
	while (!kfile_number(&text, 10, &number)) {
		put_field(words, before, number);
		before = ",";
		text += *text == ' ';
	}
	jot_put(words, "]");
}

/* How far it is from each node to each, as the machine tells the kernel: 10 to itself. */
static void put_distances(struct jot *words)
{
	struct kfile_line line;
	char path[64];
	FILE *file;

	for (unsigned node = 0; node < PLACEMENT_MAX_NODES; node++) {
		snprintf(path, sizeof(path), "/sys/devices/system/node/node%u/distance",
			node);
		if (kfile_fopen(path, &file))
			return;
		jot_put(words, node ? "," : "");
		put_numbers(words, kfile_line(file, &line) ? "" : line.text);
		fclose(file);
	}
}

static void put_zones(struct jot *words, const struct placement_zones *zones)
{
	for (size_t i = 0; i < zones->nr; i++) {
		put_field(words, i ? ",[" : "[", zones->zone[i].node);
		put_field(words, ",", zones->zone[i].start_pfn);
		put_field(words, ",", zones->zone[i].end_pfn);
		jot_put(words, "]");
	}
}

static void put_all(struct jot *words, const struct picture *picture)
{
	size_t nr = picture->nr_runs < PICTURE_RUNS ? picture->nr_runs : PICTURE_RUNS;

	put_field(words, "{\"page_bytes\":", page_size_bytes());
	jot_put(words, ",\"nodes\":[");
	put_nodes(words);
	jot_put(words, "],\"distances\":[");
	put_distances(words);
	jot_put(words, "],\"zones\":[");
	put_zones(words, &picture->zones);
	jot_put(words, "],\"runs\":[");
	for (size_t i = 0; i < nr; i++) {
		jot_put(words, i ? ",\n" : "\n");
		if (picture->run[i].words.size_bytes)
			jot_append(words, &picture->run[i].words);
		else
			jot_put(words, "null");
	}
	put_field(words, "],\"runs_left_out\":", picture->nr_runs - nr);
	jot_put(words, ",\"claims\":[");
	jot_append(words, &picture->claims);
	put_field(words, "],\"took_us\":", picture->took_ns / 1000);
	jot_put(words, "}\n");
}

static int write_all(int fd, const struct jot *words)
{
	size_t at = 0;

	while (at < words->size_bytes) {
		ssize_t n = write(fd, words->bytes + at, words->size_bytes - at);

		if (n < 0 && errno != EINTR)
			return -errno;
		at += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

int picture_write(const struct picture *picture)
{
	struct jot words = {0};
	int fd, err;

	if (!picture)
		return 0;
	put_all(&words, picture);
	if (words.failed) {
		jot_free(&words);
		return -ENOMEM;
	}
	fd = open(picture->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	err = fd < 0 ? -errno : write_all(fd, &words);
	if (fd >= 0)
		close(fd);
	jot_free(&words);
	return err;
}
