/* SPDX-License-Identifier: MIT */
/*
 * The kernel modules on one kernel (VM_KERNEL): how they are loaded, what is said of one
 * that the kernel refuses, and their own tests in the guest (tests/guest).
 *
 *	test_kmod [SECONDS [PATTERN]]
 *
 * SECONDS is how long the stress test runs, 8 if not said; only tests whose names fit the
 * pattern are run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/asked_places.h"
#include "vm/host/vm.h"

#define MODULE "/run/pagelab/module.ko"

/* A module, and the machine's profile that its tests need. */
struct module {
	const char *name;
	const char *profile;
};

static const struct module page_pin = {"page_pin", "default"};
static const struct module order_alloc = {"order_alloc", "default"};
static const struct module cma_grab = {"cma_grab", "cma"};

static const char *stress_seconds = "8";
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

static struct vm *open_machine(const char *profile)
{
	char initrd[64], why[VM_WHY];
	struct asked_places places;
	struct vm_options options = {.image = places.image,
		.cache = places.cache,
		.initrd = initrd,
		.profile = profile,
		.quiet = true};
	struct vm *vm;

	ask_places(&places);
	snprintf(initrd, sizeof(initrd), "build/vm/initrd-%s", getenv("VM_KERNEL"));
	if (vm_open(&options, &vm, why))
		fail_msg("%s", why);
	return vm;
}

static void put_module(struct vm *vm, const char *kernel, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "build/kmod-%s/%s.ko", kernel, name);
	assert_int_equal(vm_put_file(vm, path, MODULE, 0600), 0);
}

static void passes_in_the_guest(
	const struct module *module, const char *name, const char *argument)
{
	const char *const args[] = {"/root/test", argument, NULL};
	struct vm_run run = {
		.args = args, .input = -1, .seconds = 600, .on_output = on_output};
	char path[128], why[VM_WHY];
	struct vm *vm = open_machine(module->profile);
	int status = -1, err;

	snprintf(path, sizeof(path), "build/vm/guest/%s", name);
	nr_output = 0;
	put_module(vm, getenv("VM_KERNEL"), module->name);
	if (vm_load(vm, MODULE, "", 0, why))
		fail_msg("not loaded: %s", why);
	assert_int_equal(vm_put_file(vm, path, args[0], 0755), 0);
	err = vm_run(vm, &run, &status);
	if (err || status || !strstr(output, "[  PASSED  ]"))
		fail_msg("%s, %s, wait status 0x%x, fate %d:\n%s\n%s", name,
			strerror(-err), status, vm_fate(vm), output, vm_last_words(vm));
	vm_close(vm);
	print_message("%s", output);
}

static void page_pin_keeps_its_word(void **state)
{
	(void)state;
	passes_in_the_guest(&page_pin, "test_page_pin", MODULE);
}

static void page_pin_survives_stress(void **state)
{
	(void)state;
	passes_in_the_guest(&page_pin, "test_page_pin_stress", stress_seconds);
}

static void order_alloc_keeps_its_word(void **state)
{
	(void)state;
	passes_in_the_guest(&order_alloc, "test_order_alloc", MODULE);
}

static void cma_grab_keeps_its_word(void **state)
{
	(void)state;
	passes_in_the_guest(&cma_grab, "test_cma_grab", MODULE);
}

static void a_refused_module_is_explained(void **state)
{
	const char *kernel = getenv("VM_KERNEL");
	struct vm *vm = open_machine("default");
	char why[VM_WHY];

	(void)state;
	assert_int_equal(vm_load(vm, "/run/pagelab/none.ko", "", 0, why), -ENOENT);
	assert_string_equal(why, "");
	assert_int_equal(vm_put(vm, MODULE, 0600, "no module\n", 10), 0);
	assert_int_equal(vm_load(vm, MODULE, "", 0, why), -ENOEXEC);
	put_module(vm, strcmp(kernel, "6.1") ? "6.1" : "6.12", "page_pin");
	assert_int_equal(vm_load(vm, MODULE, "", 0, why), -ENOEXEC);
	if (!strstr(why, "page_pin: "))
		fail_msg("the kernel's reason is missing in “%s”", why);
	put_module(vm, kernel, "page_pin");
	assert_int_equal(vm_load(vm, MODULE, "", 0, why), 0);
	assert_string_equal(why, "");
	assert_int_equal(vm_load(vm, MODULE, "", 0, why), -EEXIST);
	vm_close(vm);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_module_is_explained),
		cmocka_unit_test(page_pin_keeps_its_word),
		cmocka_unit_test(page_pin_survives_stress),
		cmocka_unit_test(order_alloc_keeps_its_word),
		cmocka_unit_test(cma_grab_keeps_its_word),
	};

	if (!getenv("VM_KERNEL")) {
		fprintf(stderr, "VM_KERNEL is unset\n");
		return 1;
	}
	if (argc > 1)
		stress_seconds = argv[1];
	if (argc > 2)
		cmocka_set_test_filter(argv[2]);
	return cmocka_run_group_tests_name("kmod", tests, NULL, NULL);
}
