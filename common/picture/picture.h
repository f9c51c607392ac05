/* SPDX-License-Identifier: MIT */
/*
 * picture: what is kept of a run for people to look at: at each checkpoint every page of every
 * region that the program named, its processes and threads, and counters; between them what was
 * recorded. The host makes a run record of it (docs/record.adoc). Nothing here judges, and nothing
 * that a checker expects or draws is in it.
 *
 *	picture_create("/run/pagelab/picture", live, nr_live, &picture);
 *	run = picture_run(picture);		one run of the program begins
 *	picture_moment(picture, run, stage);	it stands still at a checkpoint
 *	picture_sample(picture, run, stage, pid, name);	it waits at a lab_sample(), as far as its caller goes
 *	picture_end(picture, run, stage);	it has ended; the stage is still there
 *	picture_asked(picture, run, "filled");	a claim looks at what was seen there
 *	picture_claimed(picture, "name");	and ends
 *	picture_write(picture);
 *	picture_free(picture);
 *
 * What cannot be looked at is left out, and counted: a picture is no reason for a check to fail. Of a
 * large region parts are looked at, evenly. All memory is taken at the beginning, and a first look
 * at the checker itself has the kernel take its own: labs count free pages. All functions but
 * picture_create() take NULL, and do nothing.
 */
#ifndef PAGELAB_PICTURE_PICTURE_H
#define PAGELAB_PICTURE_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "common/stage/look.h"

#define PICTURE_RUNS 16	   /* of the program */
#define PICTURE_MOMENTS 64 /* of all of them */
#define PICTURE_SAMPLES 40 /* among these; the others stay for checkpoints */
#define PICTURE_SAMPLE_MS \
	20 /* since the last look: one that comes earlier has nothing new */
#define PICTURE_REGIONS 16     /* in a moment */
#define PICTURE_PAGES 4096     /* of a region that are looked at */
#define PICTURE_ALL_PAGES 8192 /* of a moment */
#define PICTURE_PART 64	       /* pages in a row, where a region is larger */
#define PICTURE_PAGE_RUNS 65536
#define PICTURE_PROCESSES 64
#define PICTURE_THREADS 32

struct picture;

/* `path` is where it will be written, `live` files of numbers that are worth seeing.
 * 0, or -ENOMEM; -ENODATA, -EPERM: this kernel or user cannot look. */
int picture_create(
	const char *path, const char *const live[], size_t nr_live, struct picture **ret);
/* From now on, the beginning, moments and end of each run are marked (mark.h). Errors of mmap(2). */
int picture_mark(struct picture *picture);
void picture_free(struct picture *picture);

/* The number of the run. */
size_t picture_run(struct picture *picture);
void picture_moment(struct picture *picture, size_t run, const struct stage *stage);
/* Process `pid` waits for the end of this; its other threads go on. Kept like a moment, as long as there is room
 * for samples and the last look is PICTURE_SAMPLE_MS old. */
void picture_sample(struct picture *picture, size_t run, const struct stage *stage,
	pid_t pid, const char *name);
void picture_end(struct picture *picture, size_t run, const struct stage *stage);

void picture_asked(struct picture *picture, size_t run, const char *moment);
void picture_claimed(struct picture *picture, const char *claim);

/* 0, or -errno of open(2) or write(2), -ENOMEM. */
int picture_write(const struct picture *picture);

#endif
