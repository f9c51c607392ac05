/* SPDX-License-Identifier: MIT */
/* Frames by windows; see frames.h. */
#include "frames.h"

#include <stddef.h>
#include <unistd.h>

#include "common/kernel/kfile.h"

int frames_open(struct frames *ret)
{
	int err = kfile_open("/proc/kpageflags", &ret->flags_fd);

	if (err)
		return err;
	err = kfile_open("/proc/kpagecount", &ret->counts_fd);
	if (err)
		close(ret->flags_fd);
	else
		frames_forget(ret);
	return err;
}

void frames_close(struct frames *frames)
{
	close(frames->flags_fd);
	close(frames->counts_fd);
}

void frames_forget(struct frames *frames)
{
	for (size_t i = 0; i < FRAMES_KEPT; i++)
		frames->kept[i].number = 0;
}

int frames_look(
	struct frames *frames, uint64_t pfn, uint64_t *ret_flags, uint64_t *ret_count)
{
	uint64_t number = pfn / FRAMES_WINDOW + 1;
	uint64_t first = pfn / FRAMES_WINDOW * FRAMES_WINDOW;
	struct frames_window *window = &frames->kept[number % FRAMES_KEPT];
	int err = 0;

	if (window->number != number) {
		window->number = 0;
		err = kfile_words(frames->flags_fd, first, FRAMES_WINDOW, window->flags);
		if (!err)
			err = kfile_words(
				frames->counts_fd, first, FRAMES_WINDOW, window->counts);
		if (err)
			return err;
		window->number = number;
	}
	*ret_flags = window->flags[pfn % FRAMES_WINDOW];
	*ret_count = window->counts[pfn % FRAMES_WINDOW];
	return 0;
}
