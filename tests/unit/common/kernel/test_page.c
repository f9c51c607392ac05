/* SPDX-License-Identifier: MIT */
/* page: the size is one that a kernel can have, and the one it uses. */
#include "tests/unit/input.h"

#include <sys/auxv.h>

#include "common/kernel/page.h"

static void the_size_is_what_the_kernel_told_at_exec(void **state)
{
	(void)state;
	assert_int_equal(page_size_bytes(), getauxval(AT_PAGESZ));
}

static void the_size_is_a_power_of_two_of_4_kib_or_more(void **state)
{
	size_t size = page_size_bytes();

	(void)state;
	assert_true(size >= 4096);
	assert_int_equal(size & (size - 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_size_is_what_the_kernel_told_at_exec),
		cmocka_unit_test(the_size_is_a_power_of_two_of_4_kib_or_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
