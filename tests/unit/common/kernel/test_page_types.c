/* SPDX-License-Identifier: MIT */
/* page_types: the pages of a process of 6.1 and of 6.12, by type. */
#include "tests/unit/input.h"

#include <inttypes.h>

#include "common/kernel/page_types.h"

/* kpageflags of a process's pages, one word a line. */
static void count_fixture(const char *name, struct page_types *ret)
{
	FILE *file = fixture_open(name);
	uint64_t flags;

	ret->nr = 0;
	while (fscanf(file, "%" SCNx64, &flags) == 1)
		assert_int_equal(page_types_add(ret, flags & PAGE_TYPES_STABLE), 0);
	fclose(file);
	page_types_sort(ret);
}

static void expect_types(const char *name, const char *expected)
{
	struct page_types types;
	char *words;
	size_t size;
	FILE *out = open_memstream(&words, &size);

	assert_non_null(out);
	count_fixture(name, &types);
	page_types_print(&types, out);
	fclose(out);
	assert_string_equal(words, expected);
	free(words);
}

static void pages_of_both_kernels_are_counted_by_type(void **state)
{
	(void)state;
	expect_types("6.1/kpageflags",
		"0x000000004800 mmap,swapbacked: 311 pages\n"
		"0x000000005800 mmap,anon,swapbacked: 36 pages\n"
		"0x000000030800 mmap,compound_tail,huge: 15 pages\n"
		"0x000001000000 zero_page: 4 pages\n"
		"0x000000000800 mmap: 1 pages\n"
		"0x000000028800 mmap,compound_head,huge: 1 pages\n");
	expect_types("6.12/kpageflags",
		"0x000000004800 mmap,swapbacked: 311 pages\n"
		"0x000000005800 mmap,anon,swapbacked: 36 pages\n"
		"0x000000030800 mmap,compound_tail,huge: 15 pages\n"
		"0x000001000000 zero_page: 4 pages\n"
		"0x000000000800 mmap: 1 pages\n"
		"0x000000028800 mmap,compound_head,huge: 1 pages\n");
}

static void as_many_as_there_is_room_for(void **state)
{
	struct page_types types = {.nr = 0};

	(void)state;
	for (int round = 0; round < 2; round++)
		for (uint64_t flags = 0; flags < PAGE_TYPES_MAX; flags++)
			assert_int_equal(page_types_add(&types, flags), 0);
	assert_int_equal(page_types_add(&types, PAGE_TYPES_MAX), -ENOSPC);
	assert_int_equal(types.nr, PAGE_TYPES_MAX);
	page_types_sort(&types);
	for (size_t i = 0; i < types.nr; i++) {
		assert_int_equal(types.types[i].flags, i);
		assert_int_equal(types.types[i].nr_pages, 2);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_both_kernels_are_counted_by_type),
		cmocka_unit_test(as_many_as_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
