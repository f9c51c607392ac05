/* SPDX-License-Identifier: MIT */
/* Lab 09's huge pages, see check_huge.h. */
#include "check_huge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "kfile.h"

#define USUAL_KB 2048

static const unsigned long sizes_kb[NR_HUGE] = {64, USUAL_KB, 32768, 16384, 1048576};

void huge_look_at_pools(struct huge *huge, size_t nr_usual)
{
	for (int i = 0; i < NR_HUGE; i++, huge++) {
		char path[128];
		uint64_t nr_free;

		huge->kb = sizes_kb[i];
		huge->nr = huge->kb == USUAL_KB ? nr_usual : 1;
		snprintf(path, sizeof(path),
			"/sys/kernel/mm/hugepages/hugepages-%lukB/free_hugepages",
			huge->kb);
		if (kfile_value(AT_FDCWD, path, &nr_free))
			huge->error = EINVAL;
		else if (nr_free < huge->nr)
			huge->error = ENOMEM;
	}
}

int huge_count(struct stage *stage, int pagemap, struct huge *huge, size_t *ret_nr_small)
{
	size_t nr_small = 0;

	for (int i = 0; i < NR_HUGE; i++, huge++) {
		struct page_types types = {.nr = 0};
		struct stage_region region;
		char name[32];
		int err;

		snprintf(huge->words, sizeof(huge->words), "error %d", huge->error);
		if (huge->error)
			continue;
		snprintf(name, sizeof(name), "huge-%lu", huge->kb);
		err = view_main_region(stage, name, &region);
		if (!err && region.length_bytes != huge->nr * huge->kb * 1024)
			err = -ENODATA;
		if (err || (err = page_types_range(pagemap, region.address,
				    region.address + region.length_bytes, &types)))
			return err;
		snprintf(huge->words, sizeof(huge->words), "%zu heads, %zu tails",
			page_types_count(&types, KPAGE_COMPOUND_HEAD),
			page_types_count(&types, KPAGE_COMPOUND_TAIL));
		nr_small += region.length_bytes / page_size_bytes();
	}
	*ret_nr_small = nr_small;
	return 0;
}
