/* SPDX-License-Identifier: MIT */
/* page_census: see page_census.h. */
#include "page_census.h"

#include <errno.h>
#include <unistd.h>

#include "kfile.h"
#include "page.h"
#include "pagemap.h"

#define PART_PAGES 512

int page_census_range(
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
		error = page_census_range(pagemap, start, end, types);
		if (error && error != -ENODATA)
			return error;
	}
	return error == -ENODATA ? 0 : error;
}

int page_census_process(pid_t pid, struct page_types *types)
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
