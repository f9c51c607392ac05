/* SPDX-License-Identifier: MIT */
/* page_types: see page_types.h. */
#include "page_types.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "kpage_names.h"

int page_types_add(struct page_types *types, uint64_t flags)
{
	size_t i = 0;

	while (i < types->nr && types->types[i].flags != flags)
		i++;
	if (i == PAGE_TYPES_MAX)
		return -ENOSPC;
	if (i == types->nr)
		types->types[types->nr++] = (struct page_type){.flags = flags};
	types->types[i].nr_pages++;
	return 0;
}

size_t page_types_count(const struct page_types *types, uint64_t flags)
{
	size_t nr_pages = 0;

	for (size_t i = 0; i < types->nr; i++)
		if ((types->types[i].flags & flags) == flags)
			nr_pages += types->types[i].nr_pages;
	return nr_pages;
}

static int by_number(const void *a, const void *b)
{
	const struct page_type *x = a, *y = b;

	if (x->nr_pages != y->nr_pages)
		return x->nr_pages < y->nr_pages ? 1 : -1;
	return (x->flags > y->flags) - (x->flags < y->flags);
}

void page_types_sort(struct page_types *types)
{
	qsort(types->types, types->nr, sizeof(types->types[0]), by_number);
}

void page_types_print(const struct page_types *types, FILE *out)
{
	char names[KPAGE_NAMES_SIZE];

	for (size_t i = 0; i < types->nr; i++) {
		kpage_flag_names(types->types[i].flags, names);
		fprintf(out, "0x%012" PRIx64 " %s: %zu pages\n", types->types[i].flags,
			names, types->types[i].nr_pages);
	}
}
