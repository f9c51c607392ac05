/* SPDX-License-Identifier: MIT */
/* Pages to runs; see page_runs.h. */
#include "page_runs.h"

#include <errno.h>
#include <stdbool.h>

#define LOW_MASK ((UINT64_C(1) << PAGE_RUN_LOW_BITS) - 1)

/* Whether the page goes on as the run does; of a run of one page, it decides how. */
static bool continues(struct page_run *run, uint32_t page, const struct page_words *words)
{
	uint64_t low = words->pagemap & LOW_MASK;
	int64_t step = (int64_t)(low - run->low);

	if (page != run->first + run->nr ||
		words->pagemap >> PAGE_RUN_LOW_BITS != run->bits ||
		words->flags != run->flags || words->count != run->count ||
		words->node != run->node)
		return false;
	if (run->nr == 1 && step >= -1 && step <= 1)
		run->step = (int8_t)step;
	return low == run->low + (uint64_t)(run->nr * (int64_t)run->step);
}

int page_runs_add(struct page_runs *runs, uint32_t page, const struct page_words *words)
{
	struct page_run *last = runs->nr ? &runs->run[runs->nr - 1] : NULL;

	/* The first page of a region begins one of its own. */
	if (page && last && continues(last, page, words)) {
		last->nr++;
		return 0;
	}
	if (runs->nr == runs->nr_max)
		return -ENOSPC;
	runs->run[runs->nr++] = (struct page_run){.first = page,
		.nr = 1,
		.low = words->pagemap & LOW_MASK,
		.bits = (uint16_t)(words->pagemap >> PAGE_RUN_LOW_BITS),
		.flags = words->flags,
		.count = (uint32_t)words->count,
		.node = (int8_t)words->node};
	return 0;
}
