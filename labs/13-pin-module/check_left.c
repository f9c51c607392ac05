/* SPDX-License-Identifier: MIT */
/* Reads what a module leaves behind (check_left.h). Source: Documentation/mm/slub.rst. */
#include "check_left.h"
#include "check.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OURS "[page_pin]"
/* Of kmalloc(); since 6.11 memdup_user() has its own. */
#define CACHES "{kmalloc,memdup_user}-*"
#define SECONDS_TO_FREE 7 /* kfree_rcu() takes five */
#define NR_SIFTS 5
#define MANY_OBJECTS 5000

static const struct timespec moment = {.tv_nsec = 100000000};

/* How many ticks of the kernel's clock have begun since then. The coarse clocks go by ticks: kernel/time. */
static unsigned long ticks_since(double time)
{
	struct timespec tick;

	clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
	return (unsigned long)((patience_now() - time) * 1e9 / (double)tick.tv_nsec) + 1;
}

/*
 * alloc_traces: a number of objects and who has allocated them, how many ticks ago (the youngest,
 * the mean, the oldest), then the way there:
 *
 *	      3 page_pin_open+0x28/0x90 [page_pin] age=1/2/3 pid=42 cpus=1
 *	        __kmalloc+0x.../0x...
 *	        page_pin_open+0x28/0x90 [page_pin]
 *
 * Counted are those of which one is not older than `oldest`: the kernel's own tracing has allocated
 * some on behalf of the module when it was loaded.
 */
static int count_traces(const char *path, unsigned long oldest, uint64_t *nr)
{
	FILE *file = fopen(path, "re");
	char line[1024];
	uint64_t nr_here = 0;

	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file)) {
		unsigned long value, youngest;
		const char *age = strstr(line, " age=");
		char who[2];

		if (sscanf(line, "%lu %1s", &value, who) == 2)
			nr_here = value;
		if (age && sscanf(age, " age=%lu", &youngest) == 1 && youngest > oldest)
			nr_here = 0;
		if (strstr(line, OURS)) {
			*nr += nr_here;
			nr_here = 0; /* once for each way */
		}
	}
	fclose(file);
	return 0;
}

/* Large records are in vmalloc()'s area, a line each. */
static int count_vmalloc(uint64_t *nr)
{
	FILE *file = fopen("/proc/vmallocinfo", "re");
	char line[1024];

	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file))
		*nr += strstr(line, OURS) != NULL;
	fclose(file);
	return 0;
}

static int count_objects(const char *path, uint64_t *ret)
{
	FILE *file = fopen(path, "re");
	int err = 0;

	if (!file)
		return -errno;
	if (fscanf(file, "%" SCNu64, ret) != 1)
		err = -EBADMSG;
	fclose(file);
	return err;
}

int left_read(struct left *ret)
{
	struct left left = {.time = patience_now()};
	glob_t caches;
	int err;

	if (glob("/sys/kernel/slab/" CACHES "/objects", GLOB_BRACE, NULL, &caches))
		return -ENOENT;
	err = caches.gl_pathc > MAX_CACHES ? -E2BIG : count_vmalloc(&left.nr_large);
	for (size_t i = 0; !err && i < caches.gl_pathc; i++)
		err = count_objects(caches.gl_pathv[i], &left.objects[left.nr_caches++]);
	globfree(&caches);
	if (!err)
		err = count_objects("/sys/kernel/slab/mm_struct/objects", &left.nr_mm);
	if (!err)
		*ret = left;
	return err;
}

/*
 * Only of the caches that have grown, once: the traces of all take a second. From a cache of
 * thousands of objects the kernel may free hundreds of its own meanwhile: that one is looked at in
 * any case.
 */
static int count_grown(const struct left *before, const struct left *now, uint64_t few,
	bool *has_grown, uint64_t *ret)
{
	glob_t caches;
	int err = 0;

	if (glob("/sys/kernel/debug/slab/" CACHES "/alloc_traces", GLOB_BRACE, NULL,
		    &caches))
		return -ENOENT;
	if (caches.gl_pathc != now->nr_caches || now->nr_caches != before->nr_caches)
		err = -ESTALE;
	*ret = 0;
	for (size_t i = 0; !err && i < now->nr_caches; i++) {
		if (now->objects[i] >= before->objects[i] + few ||
			before->objects[i] >= MANY_OBJECTS)
			has_grown[i] = true;
		if (has_grown[i])
			err = count_traces(
				caches.gl_pathv[i], ticks_since(before->time), ret);
	}
	globfree(&caches);
	return err;
}

int left_records(const struct left *before, uint64_t few, uint64_t *ret)
{
	bool has_grown[MAX_CACHES] = {false};
	struct left now;
	uint64_t nr = 0;
	double end = patience_now() + SECONDS_TO_FREE;
	int err;

	do {
		err = left_read(&now);
		if (!err)
			err = count_grown(before, &now, few, has_grown, &nr);
		if (err)
			return err;
		if (now.nr_large > before->nr_large)
			nr += now.nr_large - before->nr_large;
		if (nr < few)
			break;
		nanosleep(&moment, NULL);
	} while (patience_now() < end);
	*ret = nr < few ? 0 : nr;
	return 0;
}

/* 6.12 calls a frame of the kernel's own objects anonymous, too, by a field that is another's. */
#define USER_PAGE (KPAGE_ANON | KPAGE_SWAPBACKED | KPAGE_SLAB)

/* Of these frames, only those stay that have a user and no process. */
static int sift_frames(uint64_t *pfns, size_t *nr, uint64_t *flags, uint64_t *counts)
{
	size_t nr_left = 0;
	/* What is on its way to the LRU lists is referred to for that. */
	int err = lru_batches_empty();

	if (!err)
		err = kpage_flags(pfns, *nr, flags);
	if (!err)
		err = kpage_counts(pfns, *nr, counts);
	if (err)
		return err;
	for (size_t i = 0; i < *nr; i++)
		if ((flags[i] & USER_PAGE) == (KPAGE_ANON | KPAGE_SWAPBACKED) &&
			!counts[i])
			pfns[nr_left++] = pfns[i];
	*nr = nr_left;
	return 0;
}

int left_frames(const uint64_t *pfns, size_t nr, size_t *ret_nr)
{
	uint64_t *words = calloc(3 * nr, sizeof(*words));
	int err = words ? 0 : -ENOMEM;
	size_t nr_left = nr;

	if (!err)
		memcpy(words, pfns, nr * sizeof(*pfns));
	/* Another program may have got the frame meanwhile, and be about to give it up. */
	for (int i = 0; i < NR_SIFTS && !err && nr_left; i++) {
		err = sift_frames(words, &nr_left, words + nr, words + 2 * nr);
		if (!err && nr_left)
			nanosleep(&moment, NULL);
	}
	free(words);
	if (!err)
		*ret_nr = nr_left;
	return err;
}

int left_validate(void)
{
	glob_t caches;
	int err = 0;

	if (glob("/sys/kernel/slab/" CACHES "/validate", GLOB_BRACE, NULL, &caches))
		return -ENOENT;
	for (size_t i = 0; !err && i < caches.gl_pathc; i++)
		err = kfile_put(caches.gl_pathv[i], "1");
	globfree(&caches);
	return err;
}
