/* SPDX-License-Identifier: MIT */
/* kpage_names: the kernel's names. */
#include "tests/unit/input.h"

#include <linux/kernel-page-flags.h>

#include "common/kernel/kpage_names.h"

static void names_are_those_of_the_kernel(void **state)
{
	(void)state;
	assert_string_equal(kpage_flag_name(KPF_LOCKED), "locked");
	assert_string_equal(kpage_flag_name(KPF_MMAP), "mmap");
	assert_string_equal(kpage_flag_name(KPF_COMPOUND_HEAD), "compound_head");
	assert_string_equal(kpage_flag_name(KPF_COMPOUND_TAIL), "compound_tail");
	assert_string_equal(kpage_flag_name(KPF_HUGE), "huge");
	assert_string_equal(kpage_flag_name(KPF_THP), "thp");
	assert_string_equal(kpage_flag_name(KPF_ZERO_PAGE), "zero_page");
	assert_string_equal(kpage_flag_name(KPF_PGTABLE), "pgtable");
	assert_string_equal(kpage_flag_name(33), "mlocked");
	assert_null(kpage_flag_name(27));
	assert_null(kpage_flag_name(63));
	assert_null(kpage_flag_name(64));
}

static void letters_are_those_of_the_kernels_tool(void **state)
{
	(void)state;
	assert_int_equal(kpage_flag_letter(KPF_LOCKED), 'L');
	assert_int_equal(kpage_flag_letter(KPF_UPTODATE), 'U');
	assert_int_equal(kpage_flag_letter(KPF_BUDDY), 'B');
	assert_int_equal(kpage_flag_letter(KPF_ANON), 'a');
	assert_int_equal(kpage_flag_letter(KPF_COMPOUND_HEAD), 'H');
	assert_int_equal(kpage_flag_letter(KPF_COMPOUND_TAIL), 'T');
	assert_int_equal(kpage_flag_letter(KPF_HUGE), 'G');
	assert_int_equal(kpage_flag_letter(KPF_KSM), 'x');
	assert_int_equal(kpage_flag_letter(KPF_ZERO_PAGE), 'z');
	assert_int_equal(kpage_flag_letter(KPF_PGTABLE), 'g');
	assert_int_equal(kpage_flag_letter(27), 0);
	assert_int_equal(kpage_flag_letter(32), 0);
}

static void flags_are_listed_from_the_lowest(void **state)
{
	char names[KPAGE_NAMES_SIZE];

	(void)state;
	kpage_flag_names(KPAGE_SWAPBACKED | KPAGE_ANON | KPAGE_MMAP, names);
	assert_string_equal(names, "mmap,anon,swapbacked");
	kpage_flag_names(0, names);
	assert_string_equal(names, "-");
	kpage_flag_names(KPAGE_BIT(63) | KPAGE_BIT(27) | KPAGE_BIT(33), names);
	assert_string_equal(names, "bit27,mlocked,bit63");
	kpage_flag_names(UINT64_MAX, names);
	assert_true(strlen(names) < KPAGE_NAMES_SIZE / 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_those_of_the_kernel),
		cmocka_unit_test(letters_are_those_of_the_kernels_tool),
		cmocka_unit_test(flags_are_listed_from_the_lowest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
