/* SPDX-License-Identifier: MIT */
/* huge_view: which page of a region is not at its place in a huge page. */
#include "tests/unit/input.h"

#include "common/judge/huge_view.h"
#include "common/kernel/kpage.h"
#include "common/kernel/page.h"

#define NR 32
#define NR_FRAMES 16 /* in a huge page */
#define KIND KPAGE_HUGE

static uint64_t pfns[NR], flags[NR];
static const struct huge_view view = {.nr_pages = NR, .pfns = pfns, .flags = flags};

/* Two huge pages, far from each other. */
static int make_view(void **state)
{
	(void)state;
	for (size_t i = 0; i < NR; i++) {
		pfns[i] = (i < NR_FRAMES ? 0x46400 : 0x81200) + i % NR_FRAMES;
		flags[i] = KIND | KPAGE_ANON |
			   (i % NR_FRAMES ? KPAGE_COMPOUND_TAIL : KPAGE_COMPOUND_HEAD);
	}
	return 0;
}

static size_t flaw(size_t first, size_t end)
{
	return huge_view_flaw(&view, first, end, NR_FRAMES * page_size_bytes(), KIND);
}

static void whole_huge_pages_have_no_flaw(void **state)
{
	(void)state;
	assert_int_equal(flaw(0, NR), NR);
	assert_int_equal(flaw(NR_FRAMES, NR), NR);
	assert_int_equal(flaw(0, 5), 5);
	assert_int_equal(flaw(3, 3), 3);
}

static void each_flaw_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < NR; i++) {
		uint64_t pfn = pfns[i], flag = flags[i];

		pfns[i] = 0;
		assert_int_equal(flaw(0, NR), i);
		pfns[i] = pfn + NR_FRAMES * 2;
		assert_true(flaw(0, NR) <= i + 1);
		pfns[i] = pfn + 1;
		assert_int_equal(flaw(0, NR), i);
		pfns[i] = pfn;
		flags[i] = flag & ~KIND;
		assert_int_equal(flaw(0, NR), i);
		flags[i] = flag & ~(KPAGE_COMPOUND_HEAD | KPAGE_COMPOUND_TAIL);
		assert_int_equal(flaw(0, NR), i);
		flags[i] = flag;
	}
	assert_int_equal(flaw(0, NR), NR);
}

/* A huge page that does not begin where the region does. */
static void a_shifted_region_is_flawed(void **state)
{
	(void)state;
	assert_int_equal(flaw(1, NR), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(whole_huge_pages_have_no_flaw, make_view),
		cmocka_unit_test_setup(each_flaw_is_found, make_view),
		cmocka_unit_test_setup(a_shifted_region_is_flawed, make_view),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
