/* SPDX-License-Identifier: MIT */
/* What tests of the sandbox need of the machine they run on. */
#ifndef PAGELAB_PRIVILEGE_H
#define PAGELAB_PRIVILEGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "common/stage/cgroup.h"

/* Skips the test, with the reason, unless a sandbox can be made here. */
static inline void need_sandbox(void)
{
	const struct cgroup_limits limits = {
		.memory_bytes = 1 << 26, .nr_pids = 16, .optional = true};
	struct cgroup_bounds bounds;
	struct cgroup cgroup;
	int err;

	if (geteuid()) {
		print_message("not root: namespaces and cgroups cannot be made\n");
		skip();
	}
	err = cgroup_create(&limits, &cgroup, &bounds);
	if (err) {
		print_message("no cgroup2 that can be written to: %s\n", strerror(-err));
		skip();
	}
	cgroup_destroy(&cgroup, 1000);
}

#endif
