/* SPDX-License-Identifier: MIT */
/* What QEMUs want of a plugin, and tell it, by their versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "vm/host/plugin.h"

#define GIB (UINT64_C(1) << 30)

static const struct {
	const char *version;
	uint64_t interface, begin[VM_MAX_NODES];
} versions[] = {
	{"7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)", 1, {0, 4 * GIB, 8 * GIB, 12 * GIB}},
	{"8.1.0", 1, {0, 4 * GIB, 8 * GIB, 12 * GIB}},
	{"8.2.2", 1, {GIB, 3 * GIB, 5 * GIB, 7 * GIB}},
	{"9.0.1", 2, {GIB, 3 * GIB, 5 * GIB, 7 * GIB}},
	{"10.0.13 (Debian 1:10.0.13+ds-0+deb13u1)", 2, {GIB, 3 * GIB, 5 * GIB, 7 * GIB}},
	{"11.1.3", 7, {GIB, 3 * GIB, 5 * GIB, 7 * GIB}},
};

static void each_version_is_spoken_to_as_it_understands(void **state)
{
	const struct vm_size size = {.nr_cpus = 8, .nr_nodes = 4, .node_mib = 2048};

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		const char *version = versions[i].version;

		assert_int_equal(plugin_interface(version), versions[i].interface);
		for (unsigned node = 0; node < VM_MAX_NODES; node++)
			assert_int_equal(plugin_node_begin(version, &size, node),
				versions[i].begin[node]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_version_is_spoken_to_as_it_understands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
