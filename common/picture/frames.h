/* SPDX-License-Identifier: MIT */
/*
 * frames: flags and map counts of many frames. kpage.h asks once for each run of frames; frames
 * that lie about singly, as those of memory that was given back in part, would each cost two
 * system calls. Here whole windows are read, and the last ones kept.
 */
#ifndef PAGELAB_PICTURE_FRAMES_H
#define PAGELAB_PICTURE_FRAMES_H

#include <stdint.h>

#define FRAMES_WINDOW 64
#define FRAMES_KEPT 64

struct frames {
	int flags_fd, counts_fd; /* kpageflags, kpagecount */
	struct frames_window {
		uint64_t number; /* of FRAMES_WINDOW frames, from 1; 0: nothing is kept */
		uint64_t flags[FRAMES_WINDOW], counts[FRAMES_WINDOW];
	} kept[FRAMES_KEPT];
};

/* 0, or -errno as of kfile_open(). */
int frames_open(struct frames *ret);
void frames_close(struct frames *frames);
/* Time has gone on: what is kept is no longer so. */
void frames_forget(struct frames *frames);
/* 0, or -errno as of kfile_words(). */
int frames_look(
	struct frames *frames, uint64_t pfn, uint64_t *ret_flags, uint64_t *ret_count);

#endif
