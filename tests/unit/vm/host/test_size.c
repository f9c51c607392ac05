/* SPDX-License-Identifier: MIT */
/* The size of machines: which settings are taken, and what is said of others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>

#include "vm/host/vm.h"

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static int read_with(const char *profile, const char *nr_cpus, const char *nr_nodes,
	const char *memory, struct vm_size *ret, char *why)
{
	set("VM_CPUS", nr_cpus);
	set("VM_NODES", nr_nodes);
	set("VM_MEM", memory);
	return vm_size_read(profile, ret, why);
}

static const struct {
	const char *nr_cpus, *nr_nodes, *memory;
	struct vm_size size;
	bool is_usual;
} good[] = {
	{NULL, NULL, NULL, {8, 2, 2048}, true},
	{"", "", "", {8, 2, 2048}, true},
	{"8", "2", "4096", {8, 2, 2048}, true},
	{NULL, NULL, "4G", {8, 2, 2048}, true},
	{NULL, NULL, "2048M", {8, 2, 1024}, false},
	{"2", NULL, "1024", {2, 2, 512}, false},
	{"64", NULL, NULL, {64, 2, 2048}, false},
	{NULL, "4", NULL, {8, 4, 1024}, false},
	{"4", "4", "1g", {4, 4, 256}, false},
};

static void settings_make_a_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct vm_size size = {0};
		char why[VM_WHY] = "";

		if (read_with("default", good[i].nr_cpus, good[i].nr_nodes,
			    good[i].memory, &size, why))
			fail_msg("case %zu: %s", i, why);
		assert_memory_equal(&size, &good[i].size, sizeof(size));
		assert_int_equal(vm_size_is_usual("default", &size), good[i].is_usual);
	}
}

static const struct {
	const char *nr_cpus, *nr_nodes, *memory, *why;
} bad[] = {
	{"3", NULL, NULL, "VM_CPUS=3: it must be an even number"},
	{"66", NULL, NULL, "VM_CPUS=66: it must be an even number"},
	{"six", NULL, NULL, "VM_CPUS=six"},
	{"-2", NULL, NULL, "VM_CPUS=-2"},
	{"6", "4", NULL, "VM_CPUS=6: it must be a multiple of 4"},
	{NULL, "1", NULL, "VM_NODES=1: it must be 2 or 4."},
	{NULL, "3", NULL, "VM_NODES=3"},
	{NULL, "8", NULL, "VM_NODES=8"},
	{NULL, NULL, "512", "VM_MEM=512: it must be an even number"},
	{NULL, NULL, "4097", "VM_MEM=4097: it must be an even number"},
	{NULL, "4", "4098", "VM_MEM=4098: it must be a multiple of 4"},
	{NULL, NULL, "4T", "VM_MEM=4T"},
	{NULL, NULL, "G", "VM_MEM=G"},
	{NULL, NULL, "18014398509481984G", "VM_MEM=18014398509481984G"},
};

static void others_are_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct vm_size size = {1, 2, 3};
		const struct vm_size untouched = size;
		char why[VM_WHY] = "";

		assert_int_equal(read_with("default", bad[i].nr_cpus, bad[i].nr_nodes,
					 bad[i].memory, &size, why),
			-EINVAL);
		if (!strstr(why, bad[i].why))
			fail_msg("said: %s; expected: %s", why, bad[i].why);
		assert_memory_equal(&size, &untouched, sizeof(size));
	}
}

/* Lab 07's, unless something is asked for. */
static void a_profile_has_cpus_of_its_own(void **state)
{
	char why[VM_WHY] = "";
	struct vm_size size;

	(void)state;
	assert_int_equal(read_with("isolcpus", NULL, NULL, NULL, &size, why), 0);
	assert_int_equal(size.nr_cpus, 12);
	assert_true(vm_size_is_usual("isolcpus", &size));
	assert_false(vm_size_is_usual("default", &size));
	assert_int_equal(read_with("isolcpus", "8", NULL, NULL, &size, why), 0);
	assert_int_equal(size.nr_cpus, 8);
	assert_false(vm_size_is_usual("isolcpus", &size));
}

/* Whatever this host has, the usual machine is tried on it. */
static void more_memory_than_the_host_has_is_refused(void **state)
{
	unsigned long long host_mib;
	char more[32], why[VM_WHY] = "";
	struct vm_size size;
	struct sysinfo info;

	(void)state;
	assert_int_equal(sysinfo(&info), 0);
	host_mib = (unsigned long long)info.totalram * info.mem_unit >> 20;
	if (host_mib < 4096)
		host_mib = 4096;
	host_mib &= ~1ULL;
	snprintf(more, sizeof(more), "%llu", host_mib);
	assert_int_equal(read_with("default", NULL, NULL, more, &size, why), 0);
	assert_int_equal(size.node_mib, host_mib / 2);
	snprintf(more, sizeof(more), "%llu", host_mib + 2);
	assert_int_equal(read_with("default", NULL, NULL, more, &size, why), -EINVAL);
	assert_non_null(strstr(why, "VM_MEM="));
	assert_non_null(strstr(why, "this host has "));
}

static void expect_refused(int resource, const char *command)
{
	struct rlimit was, limit;
	struct vm_size size;
	char why[VM_WHY] = "";
	int err;

	assert_int_equal(getrlimit(resource, &was), 0);
	limit = (struct rlimit){.rlim_cur = 3ULL << 30, .rlim_max = was.rlim_max};
	assert_int_equal(setrlimit(resource, &limit), 0);
	err = read_with("default", NULL, NULL, "4096", &size, why);
	assert_int_equal(read_with("default", NULL, NULL, "2048", &size, why), 0);
	assert_int_equal(setrlimit(resource, &was), 0);
	assert_int_equal(err, -EINVAL);
	assert_non_null(strstr(why, "allows a program 3072"));
	assert_non_null(strstr(why, command));
}

static void limits_that_it_would_exceed_are_named(void **state)
{
	(void)state;
	expect_refused(RLIMIT_AS, "ulimit -v unlimited");
	expect_refused(RLIMIT_DATA, "ulimit -d unlimited");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_make_a_size),
		cmocka_unit_test(others_are_named),
		cmocka_unit_test(a_profile_has_cpus_of_its_own),
		cmocka_unit_test(more_memory_than_the_host_has_is_refused),
		cmocka_unit_test(limits_that_it_would_exceed_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
