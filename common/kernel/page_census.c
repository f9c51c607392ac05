/* SPDX-License-Identifier: MIT */
/* page_census: see page_census.h. */
#include "page_census.h"

#include <errno.h>
#include <unistd.h>

#include "kfile.h"
#include "page.h"
#include "pagemap.h"

#define PART_PAGES 512

static int count_range(int pagemap, uintptr_t start, uintptr_t end, uint64_t mask,
	struct page_types *types)
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
				error = page_types_add(types, flags[i] & mask);
	}
	return error;
}

int page_census_range(
	int pagemap, uintptr_t start, uintptr_t end, struct page_types *types)
{
	return count_range(pagemap, start, end, PAGE_TYPES_STABLE, types);
}

static int add_mappings(FILE *maps, int pagemap, uint64_t mask, struct page_types *types)
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
		error = count_range(pagemap, start, end, mask, types);
		if (error && error != -ENODATA)
			return error;
	}
	return error == -ENODATA ? 0 : error;
}

int page_census_process(pid_t pid, struct page_types *types)
{
	return page_census_masked(pid, PAGE_TYPES_STABLE, types);
}

int page_census_masked(pid_t pid, uint64_t mask, struct page_types *types)
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
		error = add_mappings(maps, pagemap, mask, types);
		fclose(maps);
	}
	close(pagemap);
	page_types_sort(types);
	return error;
}
