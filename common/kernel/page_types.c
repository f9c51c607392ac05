/* SPDX-License-Identifier: MIT */
/* page_types: see page_types.h. */
#include "page_types.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "kfile.h"
#include "kpage_names.h"
#include "page.h"
#include "pagemap.h"

#define PART_PAGES 512

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

int page_types_range(
	int pagemap, uintptr_t start, uintptr_t end, struct page_types *types)
{
	uint64_t pfns[PART_PAGES], flags[PART_PAGES];
	int error = 0;

	for (size_t nr; start < end && !error; start += nr * page_size_bytes()) {
		nr = (end - start) / page_size_bytes();
		if (nr > PART_PAGES)
			nr = PART_PAGES;
		error = pagemap_pfns(pagemap, (void *)start, nr, pfns);
		if (!error)
			error = kpage_flags(pfns, nr, flags);
		for (size_t i = 0; i < nr && !error; i++)
			if (pfns[i])
				error = page_types_add(
					types, flags[i] & PAGE_TYPES_STABLE);
	}
	return error;
}

static int add_mappings(FILE *maps, int pagemap, struct page_types *types)
{
	struct kfile_line line;
	int error;

	while (!(error = kfile_line(maps, &line))) {
		const char *p = line.text;
		uint64_t start, end;

		if ((error = kfile_number(&p, 16, &start)) ||
			(error = *p++ == '-' ? 0 : -EBADMSG) ||
			(error = kfile_number(&p, 16, &end)))
			return error;
		error = page_types_range(pagemap, start, end, types);
		if (error && error != -ENODATA)
			return error;
	}
	return error == -ENODATA ? 0 : error;
}

int page_types_process(pid_t pid, struct page_types *types)
{
	struct kfile_path path;
	FILE *maps;
	int pagemap, error = kfile_pid_path(pid, "maps", &path);

	if (!error)
		error = pagemap_open(pid, &pagemap);
	if (error)
		return error;
	error = kfile_fopen(path.text, &maps);
	if (!error) {
		error = add_mappings(maps, pagemap, types);
		fclose(maps);
	}
	close(pagemap);
	page_types_sort(types);
	return error;
}
