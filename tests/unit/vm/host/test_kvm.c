/* SPDX-License-Identifier: MIT */
/* A device that is there is no machine yet. */
#include "vm/host/kvm.h"
#include "tests/unit/scratch.h"

static void what_is_no_kvm_is_not_used(void **state)
{
	(void)state;
	assert_false(kvm_is_usable("/nonexistent/kvm"));
	/* As one that a container shows and does not lend: opened, and no call answers. */
	assert_false(kvm_is_usable("/dev/null"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_kvm_is_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
