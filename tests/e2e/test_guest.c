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
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/asked_places.h"
#include "vm/host/vm.h"

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

/* The machine that VM_KERNEL says. */
struct parts {
	struct asked_places at;
	char initrd[64];
	struct vm_options options;
};

static void find_machine(struct parts *ret)
{
	*ret = (struct parts){.options = {.image = ret->at.image,
				      .cache = ret->at.cache,
				      .initrd = ret->initrd,
				      .profile = "default",
				      .quiet = true}};
	ask_places(&ret->at);
	snprintf(ret->initrd, sizeof(ret->initrd), "build/vm/initrd-%s",
		getenv("VM_KERNEL"));
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
	char why[VM_WHY];
	struct parts parts;

	find_machine(&parts);
	snprintf(path, sizeof(path), "build/vm/unit/common/%s", name);
	nr_output = 0;
	if (vm_open(&parts.options, &vm, why))
		fail_msg("%s", why);
	assert_int_equal(vm_put_file(vm, path, args[0], 0755), 0);
	assert_int_equal(vm_run(vm, &run, &status), 0);
	vm_close(vm);
	if (status || !strstr(output, "[  PASSED  ]") || strstr(output, "[  SKIPPED ]"))
		fail_msg("%s, wait status 0x%x:\n%s", name, status, output);
}

/* As whoever has taken that QEMU over: each of its files is opened again, to write. The number
 * of those that are the machine's start. */
static int try_to_write(pid_t qemu)
{
	int nr_tried = 0;

	for (int i = 0; i < 64; i++) {
		char path[64], target[256];
		ssize_t n;
		int fd;

		snprintf(path, sizeof(path), "/proc/%d/fd/%d", qemu, i);
		n = readlink(path, target, sizeof(target) - 1);
		target[n > 0 ? n : 0] = '\0';
		assert_null(strstr(target, "snapshot-"));
		if (!strstr(target, "memfd:ram") && !strstr(target, "memfd:state"))
			continue;
		nr_tried++;
		fd = open(path, O_RDWR | O_CLOEXEC);
		assert_true(fd < 0 || pwrite(fd, "x", 1, 0) < 0);
		assert_true(fd < 0 || errno == EPERM);
		if (fd >= 0)
			close(fd);
	}
	return nr_tried;
}

static void clones_of_a_sealed_snapshot_cannot_write_to_it(void **state)
{
	struct parts parts;
	struct snapshot *sealed;
	struct vm *vms[2];
	char why[VM_WHY], *seen;
	size_t size;

	(void)state;
	find_machine(&parts);
	if (vm_seal(&parts.options, &sealed, why))
		fail_msg("%s", why);
	parts.options.sealed = sealed;
	for (int i = 0; i < 2; i++)
		if (vm_open(&parts.options, &vms[i], why))
			fail_msg("%s", why);
	for (int i = 0; i < 2; i++) {
		assert_string_equal(vm_start_kind(vms[i]), "clone");
		assert_true(try_to_write(vm_qemu_pid(vms[i])) >= 2);
	}
	/* What one writes to its memory, the other has not, nor has a later one. */
	assert_int_equal(vm_put(vms[0], "/root/mine", 0600, "mine", 4), 0);
	assert_int_equal(vm_get(vms[1], "/root/mine", &seen, &size), -ENOENT);
	vm_close(vms[1]);
	assert_int_equal(vm_open(&parts.options, &vms[1], why), 0);
	assert_int_equal(vm_get(vms[1], "/root/mine", &seen, &size), -ENOENT);
	assert_int_equal(vm_get(vms[0], "/root/mine", &seen, &size), 0);
	free(seen);
	for (int i = 0; i < 2; i++)
		vm_close(vms[i]);
	vm_sealed_free(sealed);
}

static struct CMUnitTest guest_test(const char *name)
{
	return (struct CMUnitTest){.name = name,
		.test_func = passes_in_the_guest,
		.initial_state = (void *)name};
}

/* test_guest [PATTERN]: those whose name fits. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		guest_test("kernel/test_placement_shared"),
		guest_test("lab/test_checkpoint"),
		guest_test("judge/test_claim"),
		guest_test("stage/test_report"),
		guest_test("stage/test_sandbox"),
		guest_test("stage/test_stage"),
		guest_test("recorder/test_recorder"),
		cmocka_unit_test(clones_of_a_sealed_snapshot_cannot_write_to_it),
	};

	if (!getenv("VM_KERNEL")) {
		fprintf(stderr, "VM_KERNEL is unset\n");
		return 1;
	}
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("guest", tests, NULL, NULL);
}
