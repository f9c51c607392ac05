/* SPDX-License-Identifier: MIT */
/*
 * The harness's own tests, run where it works: in the guest, as root, on both kernels.
 * Only there do all cgroup controllers exist, so nothing may be skipped. The kernel is
 * VM_KERNEL's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm.h"

static char output[256 * 1024];
static size_t nr_output;

static void on_output(void *arg, bool is_stderr, const char *data, size_t size)
{
	(void)arg;
	(void)is_stderr;
	if (nr_output + size >= sizeof(output))
		size = sizeof(output) - nr_output - 1;
	memcpy(output + nr_output, data, size);
	nr_output += size;
	output[nr_output] = '\0';
}

static void passes_in_the_guest(void **state)
{
	const char *name = *state;
	const char *const args[] = {"/root/test", NULL};
	struct vm_run run = {
		.args = args, .input = -1, .seconds = 300, .on_output = on_output};
	char path[128];
	int status = -1;
	struct vm *vm;
	char image[64], initrd[64], why[VM_WHY];
	struct vm_options options = {.image = image,
		.cache = "build/cache",
		.initrd = initrd,
		.profile = "default",
		.quiet = true};

	snprintf(image, sizeof(image), "build/image-%s", getenv("VM_KERNEL"));
	snprintf(initrd, sizeof(initrd), "build/vm/initrd-%s", getenv("VM_KERNEL"));
	snprintf(path, sizeof(path), "build/vm/unit/%s", name);
	nr_output = 0;
	if (vm_open(&options, &vm, why))
		fail_msg("%s", why);
	assert_int_equal(vm_put_file(vm, path, args[0], 0755), 0);
	assert_int_equal(vm_run(vm, &run, &status), 0);
	vm_close(vm);
	if (status || !strstr(output, "[  PASSED  ]") || strstr(output, "[  SKIPPED ]"))
		fail_msg("%s, wait status 0x%x:\n%s", name, status, output);
}

static struct CMUnitTest guest_test(const char *name)
{
	return (struct CMUnitTest){.name = name,
		.test_func = passes_in_the_guest,
		.initial_state = (void *)name};
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		guest_test("test_checkpoint"),
		guest_test("test_claim"),
		guest_test("test_report"),
		guest_test("test_sandbox"),
		guest_test("test_stage"),
	};

	if (!getenv("VM_KERNEL")) {
		fprintf(stderr, "VM_KERNEL is unset\n");
		return 1;
	}
	return cmocka_run_group_tests_name("guest", tests, NULL, NULL);
}
