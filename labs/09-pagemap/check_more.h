/* SPDX-License-Identifier: MIT */
/*
 * How often a page is mapped could be reckoned from what the program has mapped itself. So we map
 * its file and its shared memory, too, as often as the seed has it, and the program cannot know.
 */
#ifndef PAGEMAP_CHECK_MORE_H
#define PAGEMAP_CHECK_MORE_H

#include <stdint.h>

struct stage_region;

/* Maps each page of the buffer that belongs to a file or to shared memory `nr` times more,
 * until the checker ends. The program stands still. 0 or -errno. */
int map_more(const struct stage_region *buffer, int pagemap, uint64_t nr);

#endif
