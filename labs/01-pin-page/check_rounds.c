/* SPDX-License-Identifier: MIT */
/* The rounds of the writing thread: see check_rounds.h. */
#include "check_rounds.h"

#include <errno.h>
#include <unistd.h>

#include "check_hand.h"

/* The program waits for eight seconds in all, and the pages need a part of them. */
#define MAX_SECONDS 2.5
#define POLL_US 5000

/* Nine of ten pages were, since the process was last aged. */
static bool is_used(const struct stage_region *region)
{
	struct smaps smaps;

	return !smaps_read(region->pid, region->address, &smaps) &&
	       smaps.referenced_bytes >= region->length_bytes / 10 * 9;
}

static bool await_use(const struct rounds *rounds, double until)
{
	while (!rounds->stop && patience_now() < until) {
		if (is_used(&rounds->pinned) && is_used(&rounds->control))
			return true;
		usleep(POLL_US);
	}
	return false;
}

/* Who uses control, and for seconds not a page of pinned, has had the time for it. Of whom neither is
 * seen, as of one that is too slow for us, all counts that it has done. */
static void *pass(void *arg)
{
	struct rounds *rounds = arg;
	double until = patience_now() + MAX_SECONDS;
	unsigned nr = 0;

	while (await_use(rounds, until) && nr++ < rounds->nr) {
		if (hand_age(rounds->pinned.pid))
			break;
		rounds->from_ns = monotonic_ns();
	}
	if (nr <= rounds->nr && !is_used(&rounds->control))
		rounds->from_ns = 0;
	hand_balance(true);
	return NULL;
}

int rounds_begin(struct rounds *rounds)
{
	int err = -pthread_create(&rounds->thread, NULL, pass, rounds);

	rounds->began = !err;
	return err;
}

void rounds_end(struct rounds *rounds)
{
	if (!rounds->began)
		return;
	rounds->stop = true;
	pthread_join(rounds->thread, NULL);
	rounds->began = false;
}
