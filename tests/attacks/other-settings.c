/* SPDX-License-Identifier: MIT */
/*
 * in lab10, caught by: none
 * Before its work, it asks for settings that the lab does not grant, by every way to write
 * their names.
 */
#include "lab.h"
#include "tries.h"

#define GRANTED "vm/percpu_pagelist_high_fraction"

BEFORE_MAIN void attack(void)
{
	static const char *const names[] = {"kernel/core_pattern", "kernel/modprobe",
		"vm/drop_caches", "vm/../kernel/core_pattern", "/kernel/core_pattern",
		"../../run/pagelab/check", GRANTED "/../drop_caches", "vm//drop_caches",
		"vm/percpu_pagelist_high_fraction\n", GRANTED "/", "./" GRANTED, "", "/",
		"vm/percpu_pagelist_high_fractio", "vm/nr_hugepages",
		"user/max_user_namespaces"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		try_on(names[i], !lab_sysctl(names[i], "0"));
	/* Granted, but no value. */
	try(!lab_sysctl(GRANTED, "many"));
	try(can_open("/proc/sys/" GRANTED, O_WRONLY));
	tell_tries();
}
