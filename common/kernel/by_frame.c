/* SPDX-License-Identifier: MIT */
/* Pages in the order of their frames (by_frame.h). */
#include <stdlib.h>

#include "by_frame.h"

static int compare(const void *a, const void *b, void *arg)
{
	const uint64_t *pfns = arg;
	uint64_t x = pfns[*(const size_t *)a], y = pfns[*(const size_t *)b];

	return (x > y) - (x < y);
}

size_t by_frame(const uint64_t *pfns, size_t nr_pages, size_t *ret_pages)
{
	size_t nr = 0;

	for (size_t i = 0; i < nr_pages; i++)
		if (pfns[i])
			ret_pages[nr++] = i;
	qsort_r(ret_pages, nr, sizeof(*ret_pages), compare, (void *)pfns);
	return nr;
}
