/* SPDX-License-Identifier: MIT */
/*
 * placement: pages that belong to no process, against what the kernel counts for one in
 * numa_maps. Frames are hidden from ordinary users: as root, and in the guest.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "common/kernel/numa_maps.h"
#include "common/kernel/pagemap.h"
#include "common/kernel/placement.h"
#include "common/lab/map.h"

#define NR_PAGES 16

static size_t nr_counted(const char *pages, size_t nr)
{
	struct placement_zones zones;
	struct placement placement;
	uint64_t pfns[NR_PAGES];
	size_t nr_here = 0;
	int pagemap;

	assert_int_equal(pagemap_open(0, &pagemap), 0);
	assert_int_equal(pagemap_pfns(pagemap, pages, nr, pfns), 0);
	close(pagemap);
	assert_int_equal(placement_read_zones(&zones), 0);
	assert_int_equal(placement_count(&zones, pfns, nr, &placement), 0);
	for (unsigned node = 0; node < PLACEMENT_MAX_NODES; node++)
		nr_here += placement.nr_on_node[node];
	assert_int_equal(nr_here + placement.nr_absent, nr);
	return nr_here;
}

static uint64_t nr_in_numa_maps(const void *start)
{
	struct numa_map map;
	uint64_t nr_here = 0;

	assert_int_equal(numa_maps_read(0, (uintptr_t)start, &map), 0);
	for (unsigned node = 0; node < NUMA_MAPS_MAX_NODES; node++)
		nr_here += map.nr_on_node[node];
	return nr_here;
}

static void need_frames(void)
{
	if (!geteuid())
		return;
	print_message("not root: frame numbers are hidden\n");
	skip();
}

/* Half of the pages are read, which gives each the one page of zeros; then all are written. */
static void the_page_of_zeros_is_counted_here_alone(void **state)
{
	size_t page_bytes = sysconf(_SC_PAGESIZE);
	volatile char *pages;
	char *map;

	(void)state;
	need_frames();
	assert_int_equal(lab_map(NR_PAGES * page_bytes, &map), 0);
	pages = map;
	for (size_t i = 0; i < NR_PAGES / 2; i++)
		assert_int_equal(pages[i * page_bytes], 0);
	assert_int_equal(nr_counted(map, NR_PAGES), NR_PAGES / 2);
	assert_int_equal(nr_in_numa_maps(map), 0);
	for (size_t i = 0; i < NR_PAGES; i++)
		pages[i * page_bytes] = 1;
	assert_int_equal(nr_counted(map, NR_PAGES), NR_PAGES);
	assert_int_equal(nr_in_numa_maps(map), NR_PAGES);
	assert_int_equal(lab_unmap(map, NR_PAGES * page_bytes), 0);
}

static void the_vdso_is_counted_here_alone(void **state)
{
	const char *vdso = (const char *)getauxval(AT_SYSINFO_EHDR);

	(void)state;
	need_frames();
	assert_non_null(vdso);
	assert_int_equal(*vdso, 0x7f); /* read, and so mapped: an ELF file */
	assert_int_equal(nr_counted(vdso, 1), 1);
	assert_int_equal(nr_in_numa_maps(vdso), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_of_zeros_is_counted_here_alone),
		cmocka_unit_test(the_vdso_is_counted_here_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
