/* SPDX-License-Identifier: MIT */
/* Which machines cannot show a lab, and what is said then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "grader/lab/machine.h"

static const struct lab anywhere = {.nr_nodes = 1, .nr_cpus = 1};
static const struct lab choosy = {.nr_nodes = 4,
	.nr_cpus = 5,
	.most_nodes = 4,
	.most_cpus = 16,
	.least_node_mib = 1024,
	.most_node_mib = 2048};

static void expect_lack(
	unsigned nr_nodes, unsigned nr_cpus, unsigned node_mib, const char *expected)
{
	char reason[LAB_WHY] = "";

	assert_true(lab_machine_lacks(&choosy, nr_nodes, nr_cpus, node_mib, reason));
	assert_string_equal(reason, expected);
}

static void what_is_missing_is_named(void **state)
{
	(void)state;
	expect_lack(
		4, 4, 2048, "CPUs 0 to 4 are needed, and the machine has 4 (VM_CPUS).");
	expect_lack(4, 17, 2048,
		"The experiment fits machines of at most 16 CPUs, and this one has 17 "
		"(VM_CPUS).");
	expect_lack(
		2, 8, 2048, "Nodes 0 to 3 are needed, and the machine has 2 (VM_NODES).");
	expect_lack(6, 12, 2048,
		"The experiment fits machines of at most 4 nodes, and this one has 6 "
		"(VM_NODES).");
	expect_lack(4, 8, 1023,
		"The experiment fits nodes of 1024 to 2048 MiB, and the machine's have "
		"1023 each (VM_MEM, VM_NODES).");
	expect_lack(4, 8, 2049,
		"The experiment fits nodes of 1024 to 2048 MiB, and the machine's have "
		"2049 each (VM_MEM, VM_NODES).");
}

static void others_show_it(void **state)
{
	char reason[LAB_WHY];

	(void)state;
	assert_false(lab_machine_lacks(&choosy, 4, 5, 1024, reason));
	assert_false(lab_machine_lacks(&choosy, 4, 16, 2048, reason));
	assert_false(lab_machine_lacks(&anywhere, 2, 64, 1 << 19, reason));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(others_show_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
