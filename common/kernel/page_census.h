/* SPDX-License-Identifier: MIT */
/*
 * page_census: the pages of a process, looked up and counted by their types (page_types.h).
 *
 * Source: Documentation/admin-guide/mm/pagemap.rst.
 */
#ifndef PAGELAB_PAGE_CENSUS_H
#define PAGELAB_PAGE_CENSUS_H

#include <stdint.h>
#include <sys/types.h>

#include "page_types.h"

/*
 * Counts the pages from `start` to `end` that are present, by their PAGE_TYPES_STABLE
 * flags; `pagemap` must show PFNs. Needs root, for kpageflags.
 * 0, or the errors of pagemap_pfns(), kpage_flags() and page_types_add().
 */
int page_census_range(
	int pagemap, uintptr_t start, uintptr_t end, struct page_types *types);

/*
 * The same of all mappings of process `pid`, sorted; what the kernel maps beyond the end of the
 * address space (vsyscall on x86) is left out. Also -EINVAL, -EPERM, -ENODATA: no such
 * process.
 */
int page_census_process(pid_t pid, struct page_types *types);

/* The same, by those of the flags that are in `mask`. */
int page_census_masked(pid_t pid, uint64_t mask, struct page_types *types);

#endif
