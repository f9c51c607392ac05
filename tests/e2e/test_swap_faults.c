/* SPDX-License-Identifier: MIT */
/*
 * A machine without a swap area, and one whose swap area cannot be made: the claim that needs
 * one is skipped with the reason and all others are judged; a machine that cannot be prepared
 * gives no score.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "faults.h"

#define SOLVED "lab09 --exercise solutions/09-pagemap/exercise.c"
#define LAB "labs/09-pagemap/lab.json"

static struct scratch scratch;

static int set_up(void **state)
{
	(void)state;
	scratch_make(&scratch);
	scratch_fill_cache(&scratch);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_free(&scratch);
	return 0;
}

/* The solution, with a lab.json that was changed by this sed command. */
static void check_with(const char *edit, struct ended *ret)
{
	shell("cd %s && cp " LAB " lab.json && sed -i '%s' " LAB, scratch.root, edit);
	scratch_check(&scratch, ret, "", SOLVED);
	shell("cd %s && mv lab.json " LAB, scratch.root);
}

static void without_swap_its_claim_is_skipped(void **state)
{
	struct ended ended;

	(void)state;
	check_with("/swap_mib/d", &ended);
	checks_expect_status(&ended, 1);
	checks_expect_output(&ended, "this machine has no swap area");
	checks_expect_score(&ended, 80);
	checks_free(&ended);
}

/* There is room for 2 MiB pages only: of 32 MiB there is none. */
static void a_pool_that_is_empty_is_no_fault_of_the_program(void **state)
{
	struct ended ended;

	(void)state;
	check_with("/hugepages-32768kB/d; s/\\(hugepages-64kB.*\\),/\\1/", &ended);
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_swap_its_claim_is_skipped),
		cmocka_unit_test(a_pool_that_is_empty_is_no_fault_of_the_program),
	};

	return cmocka_run_group_tests_name("swap faults", tests, set_up, tear_down);
}
